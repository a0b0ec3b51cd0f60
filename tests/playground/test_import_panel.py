"""The window in which a table is imported: what is shown of it, what is asked, and what comes of it."""

import re
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.data import import_panel, own_table, preview
from playground.data.own_table import Chosen
from tests.engine.many_tables import HEADER, ROWS, lines
from tests.playground.apps import app_at

IRIS = lines([HEADER, *ROWS])
INCOMES = "income;rate;kind\n" + "".join(
    f"{cell};{i / 2};{'ab'[i % 2]}\n" for i, cell in enumerate(["850", "920", "1.020", "1.234", "2.500", "990"])
)


def window(text: str = "", **link: str) -> AppTest:
    """The window, with this table pasted, on the page that a link opens."""
    app = app_at(dataset="custom", **link).run()
    app.button(key="own-import").click().run()
    app.text_area(key="own-text").set_value(text).run()
    assert not app.exception
    return app


def use(app: AppTest) -> None:
    app.button(key="own-use").click().run()
    assert not app.exception


def chosen(app: AppTest) -> Chosen:
    found: Any = app.session_state[own_table.CHOSEN.name]
    assert isinstance(found, Chosen)
    return found


def said(app: AppTest) -> str:
    return " ".join(element.value.replace("\\", "") for element in (*app.markdown, *app.error, *app.caption))


def test_what_a_table_was_taken_for_is_shown_and_what_comes_of_it() -> None:
    app = window(IRIS)
    shown = app.table[-1].value.replace("\u2060", "", regex=True)
    assert list(shown.columns) == [name.replace("_", "\\_") for name in HEADER]
    assert shown.iloc[0].tolist() == ["*numbers; input*"] * 4 + ["*3 words; to be learned*"]
    assert shown.iloc[1].tolist() == ROWS[0]
    assert len(shown) == 1 + preview.ROWS
    assert "species, 3 classes, from 4 inputs. 150 rows (setosa: 50, versicolor: 50, virginica: 50)" in said(app)
    use(app)
    assert (chosen(app).inputs, chosen(app).target) == (tuple(HEADER[:4]), "species")
    run = app.session_state["run"]
    assert (run.experiment.dataset, run.data.inputs, run.data.classes) == ("table", 4, 3)
    assert not any(area.key == "own-text" for area in app.text_area)  # the window is closed


def test_an_empty_file_is_told_and_an_empty_field_is_not() -> None:
    app = window()
    assert not app.error
    app.file_uploader(key="own-file").set_value(("empty.csv", b"", "text/csv")).run()
    assert "There is no table here." in said(app)
    use(app)
    assert "There is no table here." in said(app)


def test_one_word_is_told_in_the_singular() -> None:
    app = window("a,b,y\n" + "1,2,k\n" * 8)
    assert app.table[-1].value["y"].iloc[0].replace("\u2060", "") == "*1 word; to be learned*"


@pytest.mark.parametrize("header", ["x,y,kind", "length,width,kind"])
def test_the_majority_is_counted_in_the_rows_that_will_be_tested_on(header: str) -> None:
    rows = [[str(i % 11 - 5), str(i * i % 9 - 4), "ab"[i * i % 7 > 1]] for i in range(57)]
    app = window(lines([header.split(","), *rows]), **{"test-fraction": "0.6", "data-seed": "5"})
    told = re.findall(r"right for (\d+)% of the test rows", said(app))
    use(app)
    data = app.session_state["run"].data
    frequent = np.bincount(data.y_train).argmax()
    assert told == [f"{(data.y_test == frequent).mean():.0%}"[:-1]]


def test_a_press_uses_what_has_just_been_pasted() -> None:
    app = app_at(dataset="custom").run()
    app.button(key="own-import").click().run()
    app.text_area(key="own-text").set_value(IRIS)
    use(app)
    assert chosen(app).target == "species"


def test_the_learner_picks_another_target_and_other_inputs() -> None:
    app = window(IRIS)
    app.selectbox(key="import-target-1").set_value("petal_width").run()
    assert "petal_width, a number, from" in said(app)
    app.button_group(key="import-inputs-1-3").set_value(["species", "petal_length"]).run()
    assert "from 4 inputs" in said(app)
    use(app)
    assert (chosen(app).inputs, chosen(app).target) == (("petal_length", "species"), "petal_width")
    assert app.session_state["run"].experiment.dataset == "table-number"
    assert app.session_state["run"].data.input_names[0] == "petal_length"


def test_the_window_opens_on_the_table_that_is_used_to_change_what_is_chosen_of_it() -> None:
    app = window("hours,sleep,mark\n" + "".join(f"{i % 11},{i % 7},{i % 3}\n" for i in range(60)))
    app.button_group(key="import-task-1-2").set_value("regression").run()
    use(app)
    app.button(key="own-import").click().run()
    assert not app.exception
    assert not app.warning
    assert app.selectbox(key="import-target-2").value == "mark"
    assert app.button_group(key="import-task-2-2").value == "regression"
    assert app.button_group(key="import-inputs-2-2").value == ["hours", "sleep"]
    app.button_group(key="import-inputs-2-2").set_value(["sleep"]).run()
    assert "mark, a number, from 1 input" in said(app)
    use(app)
    assert (chosen(app).inputs, chosen(app).task) == (("sleep",), "regression")
    assert app.session_state["run"].data.input_names == ("sleep",)


def test_few_whole_numbers_are_classes_or_a_number_as_the_learner_says() -> None:
    app = window("hours,sleep,mark\n" + "".join(f"{i % 11},{i % 7},{i % 3}\n" for i in range(60)))
    assert "mark, 3 classes" in said(app)
    app.button_group(key="import-task-1-2").set_value("regression").run()
    assert "mark, a number" in said(app)
    use(app)
    assert (chosen(app).task, app.session_state["run"].experiment.dataset) == ("regression", "table-number")


@pytest.mark.parametrize(("sign", "value"), [(".", 1.02), (",", 1020)])
def test_what_can_be_read_in_two_ways_is_asked(sign: str, value: float) -> None:
    app = window(INCOMES)
    question = app.button_group(key="import-decimal-1")
    assert question.label.replace("\\", "") == "In income, 1.020 means"
    question.set_value(sign).run()
    use(app)
    assert chosen(app).table.column("income").values[2] == value


def test_two_columns_that_fit_the_square_become_points_to_draw_on() -> None:
    app = window("x,y,kind\n1,2,cat\n-1,2,dog\n1,-2,cat\n-2,1,dog\n")
    use(app)
    np.testing.assert_array_equal(app.session_state["own-points"], [[1, 2, 0], [-1, 2, 1], [1, -2, 0], [-2, 1, 1]])
    assert app.session_state["own-names"] == "cat, dog"
    assert app.session_state["run"].experiment.dataset == "custom"
    app = window("x,y,kind\n1,2,cat\n-1,2,dog\n1,-2,cat\n-2,1,dog\n")
    app.button_group(key="import-use-as-1-2").set_value(import_panel.AS_TABLE).run()
    use(app)
    assert app.session_state["run"].experiment.dataset == "table"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste a table or choose a file first."),
        ('{"a": [1, 2]}', "This is JSON, not a table."),
        ("a,b\n1,2\n", "only one row"),
        ("a,b\nx,1\ny,2\nx,3\ny,4\n", "a, 2 classes, from 1 input"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_window_stays(text: str, sentence: str) -> None:
    app = window(text)
    if "classes" not in sentence:
        use(app)
        assert app.text_area(key="own-text").value == text
    assert sentence in said(app)
    assert app.session_state["run"].experiment.dataset == "custom"


def test_the_window_stays_open_when_the_page_is_run_again_and_another_table_is_asked_about_anew() -> None:
    app = window(IRIS)
    app.selectbox(key="import-target-1").set_value("petal_width").run()
    app.run()
    assert app.selectbox(key="import-target-1").value == "petal_width"
    app.text_area(key="own-text").set_value(INCOMES).run()
    assert app.selectbox(key="import-target-2").value == "kind"


def test_a_wide_table_shows_some_of_its_columns_and_its_target_among_them() -> None:
    text = lines([[f"c_{i}" for i in range(60)], *[[str(i * j % 17) for j in range(60)] for i in range(40)]])
    app = window(text)
    shown = app.table[-1].value
    assert len(shown.columns) == preview.COLUMNS + 1
    assert shown.columns[-1] == "c\\_59"
    assert "40 rows, 60 columns. 31 of them are shown." in said(app)
    assert app.multiselect(key="import-inputs-1-59").options[0] == "c_0"  # a list shows no Markdown
    assert app.selectbox(key="import-target-1").options[0] == "c_0"


def test_why_a_column_is_not_ticked_or_no_class_is_said() -> None:
    rng = np.random.default_rng(0)
    head = "id,empty,same,half,code,town,age,kind,score,who,big"
    rows = [
        [
            str(i + 1),
            "",
            "9",
            "" if i % 2 else str(i % 7),
            "ABCDEFGHIJKL"[i % 12] * 2,
            f"t{i}",
            str(20 + i % 15),
            "xy"[i % 2],
            f"{rng.normal():.3f}",
            "pq"[i % 2],
            "1e40" if i == 7 else str(i * 5 % 91),
        ]
        for i in range(120)
    ]
    app = window(lines([head.split(","), *rows]))
    app.selectbox(key="import-target-1").set_value("kind").run()
    shown = app.table[-1].value.replace("\u2060", "", regex=True).iloc[0].tolist()
    assert shown == [
        "*numbers; numbers the rows, not used*",
        "*empty, not used*",
        "*numbers; always the same, not used*",
        "*numbers, 60 missing; too often missing, not used*",
        "*12 words; input: the 9 most frequent, and the others as one*",
        "*120 words; too many different words, not used*",
        "*numbers; input*",
        "*2 words; to be learned*",
        "*numbers; input*",
        "*2 words; says the same as kind, not used*",
        "*numbers, 1 missing; input*",
    ]
    assert "“code” has 12 different words, and at most 10 can be classes" in said(app)
    assert "In “big”, what is larger than 1e30 counts as missing: 1e40." in said(app)
    app.selectbox(key="import-target-1").set_value("age").run()
    assert "“age” is learned as a number: it has 15 different values, and at most 10 can be classes." in said(app)
    app.selectbox(key="import-target-1").set_value("code").run()
    assert any("at most 10 classes can be told apart" in error.value for error in app.error)


def test_a_link_that_locks_the_data_takes_points_only() -> None:
    app = window(IRIS, lock="dataset")
    assert "The link locks the data" in said(app)
    use(app)
    assert app.session_state["run"].experiment.dataset == "custom"
    assert len(app.session_state["own-points"]) == 40
    app.text_area(key="own-text").set_value("x,y,kind\n10,2,cat\n-1,2,dog\n1,-2,cat\n-2,1,dog\n").run()
    use(app)
    assert len(app.session_state["own-points"]) == 4


def test_a_link_that_locks_what_a_table_cannot_have_says_so() -> None:
    app = window(IRIS.replace("setosa", "1.5").replace("versicolor", "2.5").replace("virginica", "3.5"), lock="cost")
    use(app)
    assert any("lock" in error.value for error in app.error)
    assert app.session_state["run"].experiment.dataset == "custom"
