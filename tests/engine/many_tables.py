"""Tables as people bring them: real ones that packages ship, and what Excel, R, pandas, SPSS and UCI make of tables."""

import csv
import gzip
import importlib.util
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import openpyxl


class Case(NamedTuple):
    """A table, what its columns are (n, w or e for each), and what is to be learned from how many inputs."""

    name: str
    content: str | bytes
    kinds: str
    target: str
    inputs: int
    classes: int  # 0 for numbers


def shipped(package: str, path: str) -> bytes | None:
    """A file that a package ships, None where the package is not installed."""
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    content = (Path(spec.submodule_search_locations[0]) / path).read_bytes()
    return gzip.decompress(content) if path.endswith(".gz") else content


_PLOTLY = [
    Case("carshare", "carshare", "nnnn", "peak_hour", 3, 0),
    Case("election", "election", "wnnnnwwn", "result", 5, 2),
    Case("experiment", "experiment", "nnnww", "group", 4, 2),
    Case("gapminder", "gapminder", "wwnnnnwnnn", "continent", 9, 5),
    Case("iris", "iris", "nnnnwn", "species", 4, 3),
    Case("stocks", "stocks", "wnnnnnn", "MSFT", 5, 0),
    Case("tips", "tips", "nnwwwwn", "tip", 6, 0),
    Case("wind", "wind", "wwn", "strength", 1, 8),
]
_SKLEARN = [
    Case("sklearn iris", "iris.csv", "nnnnw", "class", 4, 3),
    Case("sklearn wine", "wine_data.csv", "n" * 13 + "w", "class", 13, 3),
    Case("sklearn breast cancer", "breast_cancer.csv", "n" * 30 + "w", "class", 30, 2),
    Case("sklearn linnerud exercise", "linnerud_exercise.csv", "nnn", "Jumps", 2, 0),
    Case("sklearn linnerud physiological", "linnerud_physiological.csv", "nnn", "Weight", 2, 0),
    Case("sklearn diabetes", "diabetes_data_raw.csv.gz", "n" * 10, "column 10", 9, 0),
    Case("sklearn digits", "digits.csv.gz", "n" * 65, "column 65", 61, 10),
]


def real() -> list[Case]:
    """The tables that installed packages ship."""
    cases = [(case, "plotly", f"package_data/datasets/{case.content}.csv.gz") for case in _PLOTLY]
    cases += [(case, "sklearn", f"datasets/data/{case.content!s}") for case in _SKLEARN]
    found = [(case, shipped(package, path)) for case, package, path in cases]
    return [case._replace(content=content) for case, content in found if content is not None]


def iris() -> tuple[list[str], list[list[str]]]:
    """The names of the columns of iris, and its 150 rows."""
    content = shipped("plotly", "package_data/datasets/iris.csv.gz")
    assert content is not None
    header, *rows = csv.reader(content.decode().splitlines())
    return header[:5], [row[:5] for row in rows]


HEADER, ROWS = iris()


def lines(rows: Sequence[Sequence[str]], separator: str = ",", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def quoted(row: Sequence[str]) -> list[str]:
    return [cell if cell[:1].isdigit() else f'"{cell}"' for cell in row]


def german(row: Sequence[str]) -> list[str]:
    return [cell.replace(".", ",") for cell in row]


def workbook(rows: Sequence[Sequence[Any]], *, above: int = 0, left: int = 0, sheets: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.cell(1 + place + above, 1 + column + left, cell)
    for _ in range(sheets - 1):
        book.create_sheet()
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def typed(row: Sequence[str]) -> list[Any]:
    return [float(cell) if cell[:1].isdigit() else cell for cell in row]


def framed(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+\n"
    body = [f"| {' | '.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))} |\n" for row in rows]
    return rule + body[0] + rule + "".join(body[1:]) + rule


def right(rows: Sequence[Sequence[str]], gap: int = 2) -> str:
    widths = [max(map(len, column)) + gap for column in zip(*rows, strict=True)]
    return "".join("".join(map(str.rjust, row, widths)) + "\n" for row in rows)


ARFF = """% 1. Title: Iris Plants Database
%
@RELATION iris

@ATTRIBUTE sepal_length\tREAL
@ATTRIBUTE 'sepal width' \tREAL
@ATTRIBUTE petal_length \tREAL
@ATTRIBUTE petal_width\tREAL
@ATTRIBUTE class \t{Iris-setosa,Iris-versicolor,Iris-virginica}

@DATA
"""
KEEL = """@relation iris
@attribute SepalLength real [4.3, 7.9]
@attribute SepalWidth real [2.0, 4.4]
@attribute PetalLength real [1.0, 6.9]
@attribute PetalWidth real [0.1, 2.5]
@attribute Class {setosa, versicolor, virginica}
@inputs SepalLength, SepalWidth, PetalLength, PetalWidth
@outputs Class
@data
"""
MARKDOWN = "| " + " | ".join(HEADER) + " |\n|" + "|".join([" ---: "] * 4 + [":---"]) + "|\n"

_IRIS: dict[str, tuple[str | bytes, str, str, int]] = {
    "uci .data": (lines(ROWS) + "\n", "nnnnw", "column 5", 4),
    "excel, english": ("\ufeff" + lines([HEADER, *ROWS], end="\r\n"), "nnnnw", "species", 4),
    "excel, german": (lines([HEADER, *map(german, ROWS)], ";", "\r\n"), "nnnnw", "species", 4),
    "excel, german, windows": (
        lines([["Länge", *HEADER[1:]], *map(german, ROWS)], ";", "\r\n").encode("cp1252"),
        "nnnnw",
        "species",
        4,
    ),
    "excel, sep=": ("sep=;\r\n" + lines([HEADER, *map(german, ROWS)], ";", "\r\n"), "nnnnw", "species", 4),
    "excel, unicode text": (lines([HEADER, *map(german, ROWS)], "\t", "\r\n").encode("utf-16"), "nnnnw", "species", 4),
    "excel, a title and empty cells": (
        "Iris flowers,,,,,,\n,,,,,,\n" + lines([[*row, "", ""] for row in [HEADER, *ROWS]]),
        "nnnnw",
        "species",
        4,
    ),
    "excel, a remark below": (lines([HEADER, *ROWS]) + "\nSource: R. A. Fisher 1936,,,,\n", "nnnnw", "species", 4),
    "xlsx": (workbook([HEADER, *map(typed, ROWS)]), "nnnnw", "species", 4),
    "xlsx, not in the corner": (
        workbook([["Iris"], [], HEADER, *map(typed, ROWS)], above=2, left=1, sheets=3),
        "nnnnw",
        "species",
        4,
    ),
    "xlsx, numbers as text": (workbook([HEADER, *map(german, ROWS)]), "nnnnw", "species", 4),
    "pandas, with its index": (
        lines([["", *HEADER], *[[str(place), *row] for place, row in enumerate(ROWS)]]),
        "nnnnnw",
        "species",
        4,
    ),
    "pandas, printed": (
        right([["", *HEADER], *[[str(place), *row] for place, row in enumerate(ROWS)]]),
        "nnnnnw",
        "species",
        4,
    ),
    "numpy, savetxt": ("# " + lines([HEADER, *ROWS], " "), "nnnnw", "species", 4),
    "R, write.csv": (
        lines([['""', *quoted(HEADER)], *[[f'"{place + 1}"', *quoted(row)] for place, row in enumerate(ROWS)]]),
        "nnnnnw",
        "species",
        4,
    ),
    "R, write.table": (
        lines([quoted(HEADER), *[[f'"{place + 1}"', *quoted(row)] for place, row in enumerate(ROWS)]], " "),
        "nnnnnw",
        "species",
        4,
    ),
    "R, write.csv2": (
        lines([['""', *quoted(HEADER)], *[[f'"{i + 1}"', *quoted(german(row))] for i, row in enumerate(ROWS)]], ";"),
        "nnnnnw",
        "species",
        4,
    ),
    "spss, fixed width": (right([HEADER, *ROWS], 4), "nnnnw", "species", 4),
    "spss, tabs": (lines([HEADER, *ROWS], "\t", "\r\n"), "nnnnw", "species", 4),
    "weka": (ARFF + lines([[*row[:4], f"Iris-{row[4]}"] for row in ROWS]) + "%\n%\n%\n", "nnnnw", "class", 4),
    "keel": (KEEL + lines(ROWS, ", "), "nnnnw", "Class", 4),
    "markdown": (MARKDOWN + "".join(f"| {' | '.join(row)} |\n" for row in ROWS), "nnnnw", "species", 4),
    "pipes": (lines([HEADER, *ROWS], "|"), "nnnnw", "species", 4),
    "framed, as databases print": (framed([HEADER, *ROWS]), "nnnnw", "species", 4),
    "comments": ("# Fisher, 1936\n# doi 10.1111, iris, a, b\n" + lines([HEADER, *ROWS]), "nnnnw", "species", 4),
    "percent comments": ("% Iris\n%\n" + lines(ROWS, "  "), "nnnnw", "column 5", 4),
    "a title line": ("Measurements of three species\n" + lines([HEADER, *ROWS], ";"), "nnnnw", "species", 4),
    "everything quoted": (lines([[f'"{cell}"' for cell in row] for row in [HEADER, *ROWS]]), "nnnnw", "species", 4),
    "blanks after commas": (lines([HEADER, *ROWS], ", "), "nnnnw", "species", 4),
    "a comma at each end": (lines([HEADER, *ROWS], end=",\n"), "nnnnw", "species", 4),
    "an empty line between": (lines([HEADER, *ROWS], end="\n\n"), "nnnnw", "species", 4),
    "old macintosh": (lines([HEADER, *ROWS], end="\r"), "nnnnw", "species", 4),
    "some missing": (
        lines([HEADER, *[["NA", *row[1:]] if place % 9 == 4 else row for place, row in enumerate(ROWS)]]),
        "nnnnw",
        "species",
        4,
    ),
    "labels by number first": (
        lines([[str(1 + place // 50), *row[:4]] for place, row in enumerate(ROWS)]),
        "nnnnn",
        "column 1",
        4,
    ),
}


def as_programs_write() -> list[Case]:
    """Iris, in each of the ways in which programs write tables."""
    return [Case(f"iris, {name}", *told, 3) for name, told in _IRIS.items()]


def _made(rows: int, row: Callable[[np.random.Generator, int], str], above: str = "", below: str = "") -> str:
    rng = np.random.default_rng(1)
    return above + "".join(row(rng, place) + "\n" for place in range(rows)) + below


def _of(rng: np.random.Generator, *words: str) -> str:
    return str(rng.choice(np.array(words, object)))


def _adult(rng: np.random.Generator, place: int) -> str:
    work = _of(rng, "Private", "State-gov", "?", "Self-emp-inc")
    hours = rng.integers(20, 60)
    return (
        f"{rng.integers(18, 80)}, {work}, {rng.integers(20_000, 400_000)}, {_of(rng, 'Bachelors', 'HS-grad', '11th')}, "
        f"{rng.integers(1, 16)}, {_of(rng, 'Male', 'Female')}, {hours}, {'>50K' if hours > 45 else '<=50K'}"
    )


def _auto(rng: np.random.Generator, place: int) -> str:
    power = "?" if place % 17 == 5 else f"{rng.uniform(50, 220):.1f}"
    return (
        f"{rng.uniform(10, 40):4.1f}   {_of(rng, '4', '6', '8')}   {rng.uniform(80, 400):.1f}      {power:10} "
        f"{rng.integers(1800, 4500)}.      {rng.uniform(9, 22):.1f}   {rng.integers(70, 83)}  {_of(rng, '1', '2', '3')}"
        f'\t"car number {place}"'
    )


def _titanic(rng: np.random.Generator, place: int) -> str:
    sex = _of(rng, "male", "female")
    age = "" if place % 6 == 1 else str(rng.integers(1, 80))
    cabin = f"C{rng.integers(1, 99)}" if place % 5 == 0 else ""
    survived = int(sex == "female") if place % 7 else 1
    return (
        f'{place + 1},{survived},{_of(rng, "1", "2", "3")},"Braund, Mr. No ""{place}""",{sex},{age},'
        f"{rng.integers(0, 3)},A/5 {place * 37},{rng.uniform(5, 90):.4f},{cabin},{_of(rng, 'S', 'C', 'Q')}"
    )


def _penguin(rng: np.random.Generator, place: int) -> str:
    kind = place * 3 // 60
    name, island = ("Adelie", "Gentoo", "Chinstrap")[kind], ("Torgersen", "Biscoe", "Dream")[kind]
    if place % 20 == 3:
        return f"{name},{island},NA,NA,NA,NA,NA"
    return (
        f"{name},{island},{rng.normal(40 + 5 * kind, 2):.1f},{rng.normal(18 - kind, 1):.1f},"
        f"{rng.integers(180, 230)},{rng.integers(3000, 6000)},{_of(rng, 'male', 'female')}"
    )


def _quality(rng: np.random.Generator, place: int) -> str:
    return ";".join([*(f"{rng.uniform(0, 10):.3f}".rstrip("0") for _ in range(4)), str(rng.integers(4, 8))])


def _weather(rng: np.random.Generator, place: int) -> str:
    numbers = ";".join("-200" if place % 12 == 7 else f"{rng.uniform(1, 20):.1f}".replace(".", ",") for _ in range(3))
    return f"{place % 28 + 1:02}/03/2004;18.00.00;{numbers};;"


def _votes(rng: np.random.Generator, place: int) -> str:
    party = _of(rng, "republican", "democrat")
    return ",".join([party, *(_of(rng, "y", "n", "n", "y" if party == "democrat" else "n", "?") for _ in range(4))])


def made() -> list[Case]:
    """Tables in the form of well-known ones, with numbers drawn at random."""
    heart = "age,sex,cp,trestbps,thalach,target\n"
    return [
        Case("adult", _made(80, _adult, below="\n"), "nwnwnwnw", "column 8", 7, 2),
        Case("auto-mpg", _made(60, _auto), "nnnnnnnnw", "column 1", 7, 0),
        Case(
            "titanic",
            _made(80, _titanic, "PassengerId,Survived,Pclass,Name,Sex,Age,SibSp,Ticket,Fare,Cabin,Embarked\n"),
            "nnnwwnnwnww",
            "Survived",
            6,
            2,
        ),
        Case(
            "penguins",
            _made(60, _penguin, "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex\n"),
            "wwnnnnw",
            "species",
            5,
            3,
        ),
        Case("wine quality", _made(80, _quality, '"acid";"sugar";"salt";"pH";"quality"\n'), "nnnnn", "quality", 4, 4),
        Case("air quality", _made(60, _weather, "Date;Time;CO(GT);NOx;C6H6;;\n"), "wwnnn", "C6H6", 2, 0),
        Case("house votes", _made(80, _votes), "wwwww", "column 1", 3, 2),
        Case(
            "banknote",
            _made(60, lambda rng, i: ",".join([*(f"{v:.5g}" for v in rng.normal(i % 2, 3, 4)), str(i % 2)])),
            "nnnnn",
            "column 5",
            4,
            2,
        ),
        Case(
            "heart",
            _made(
                60,
                lambda rng, i: f"{rng.integers(30, 70)},{i % 2},{i % 4},{rng.integers(90, 180)},150,{i // 2 % 2}",
                heart,
            ),
            "nnnnnn",
            "target",
            4,
            2,
        ),
        Case(
            "boston housing",
            _made(60, lambda rng, i: " ".join(f"{v:8.4f}" for v in rng.uniform(0, 400, 5)), " "),
            "nnnnn",
            "column 5",
            4,
            0,
        ),
        Case(
            "seeds, with tabs that are there twice",
            _made(60, lambda rng, i: "\t".join([f"{v:.2f}" for v in rng.uniform(10, 20, 4)]) + f"\t\t{i // 20 + 1}"),
            "nnnnn",
            "column 5",
            4,
            3,
        ),
        Case(
            "glass",
            _made(60, lambda rng, i: f"{i + 1},{','.join(f'{v:.5f}' for v in rng.uniform(0, 2, 3))},{i // 20 + 1}"),
            "nnnnn",
            "column 5",
            3,
            3,
        ),
        Case(
            "abalone",
            _made(60, lambda rng, i: f"{_of(rng, 'M', 'F', 'I')},{rng.uniform():.3f},{rng.uniform():.4f},{i % 13 + 1}"),
            "wnnn",
            "column 4",
            3,
            0,
        ),
        Case(
            "population by years",
            _made(
                20,
                lambda rng, i: f"Land {i},{'EU' if i % 2 else 'Asia'},{i * 97},{i * 99 + 1},{i * 101 + 2}",
                "country,region,1990,2000,2010\n",
            ),
            "wwnnn",
            "region",
            3,
            2,
        ),
        Case(
            "car evaluation",
            _made(
                80, lambda rng, i: f"{_of(rng, 'high', 'low')},{_of(rng, '2', '4', '5more')},{_of(rng, 'unacc', 'acc')}"
            ),
            "www",
            "column 3",
            2,
            2,
        ),
        Case(
            "exam",
            _made(40, lambda rng, i: f"{rng.uniform(30, 100):.14f},{rng.uniform(30, 100):.14f},{i % 2}"),
            "nnn",
            "column 3",
            2,
            2,
        ),
        Case(
            "advertising",
            _made(
                60,
                lambda rng, i: f"{15624510 + 7 * i},{_of(rng, 'Male', 'Female')},{rng.integers(18, 60)},{i // 3 % 2}",
                "User ID,Gender,Age,Purchased\n",
            ),
            "nwnn",
            "Purchased",
            2,
            2,
        ),
        Case(
            "students",
            _made(
                60,
                lambda rng, i: (
                    f'"{_of(rng, "GP", "MS")}";"{_of(rng, "F", "M")}";{rng.integers(15, 22)};{rng.integers(0, 21)}'
                ),
                "school;sex;age;G3\n",
            ),
            "wwnn",
            "G3",
            3,
            0,
        ),
        Case(
            "balance scale",
            _made(60, lambda rng, i: f"{_of(rng, 'L', 'B', 'R')},{i % 5 + 1},{i // 5 % 5 + 1},{rng.integers(1, 6)}"),
            "wnnn",
            "column 1",
            3,
            3,
        ),
        Case(
            "german credit",
            _made(
                60,
                lambda rng, i: f"{_of(rng, 'A11', 'A12')} {rng.integers(6, 48)} {_of(rng, 'A30', 'A31')} {i % 2 + 1}",
            ),
            "wnwn",
            "column 4",
            3,
            2,
        ),
        Case(
            "breast cancer of wisconsin",
            _made(
                60,
                lambda rng, i: (
                    f"{1000025 + 31 * i},{rng.integers(1, 10)},{'?' if i == 5 else rng.integers(1, 10)},{i % 2 * 2 + 2}"
                ),
            ),
            "nnnn",
            "column 4",
            2,
            2,
        ),
        Case(
            "cars, from R",
            _made(
                32,
                lambda rng, i: f'"Car {i}",{rng.uniform(10, 30):.1f},{_of(rng, "4", "6")},{i % 2}',
                '"","mpg","cyl","am"\n',
            ),
            "wnnn",
            "mpg",
            2,
            0,
        ),
        Case(
            "monks",
            _made(60, lambda rng, i: f" {i // 2 % 2} {i % 3 + 1} {rng.integers(1, 4)} {rng.integers(1, 3)} data_{i}"),
            "nnnnw",
            "column 1",
            3,
            2,
        ),
        Case(
            "insurance",
            _made(
                60,
                lambda rng, i: (
                    f"{rng.integers(18, 64)},{_of(rng, 'male', 'female')},{rng.uniform(16, 45):.3f},"
                    f"{_of(rng, 'yes', 'no')},{rng.uniform(1000, 60000):.5f}"
                ),
                "age,sex,bmi,smoker,charges\n",
            ),
            "nwnwn",
            "charges",
            4,
            0,
        ),
        Case(
            "yacht",
            _made(
                60,
                lambda rng, i: f"{rng.uniform(-5, 0):.1f} {rng.uniform(0.4, 0.6):.3f} {rng.uniform(0, 60):.2f} ",
                below=" \n",
            ),
            "nnn",
            "column 3",
            2,
            0,
        ),
        Case(
            "yeast",
            _made(
                60,
                lambda rng, i: (
                    f"GENE{i}_YEAST  {rng.uniform():.2f}  {rng.uniform():.2f}  {_of(rng, 'CYT', 'NUC', 'MIT')}"
                ),
            ),
            "wnnw",
            "column 4",
            2,
            3,
        ),
    ]


def all_of_them() -> list[Case]:
    """All tables."""
    return [*real(), *as_programs_write(), *made()]
