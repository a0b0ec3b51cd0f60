"""Well-known public tables as they are laid out where they are published: headers, separators, gaps, remarks and all.

Their numbers are drawn at random; what they look like, and what is to be learned from what, is as in the real ones.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import openpyxl

from tests.engine.many_tables import workbook

Cell = Callable[[np.random.Generator, int], str]


class Famous(NamedTuple):
    """A table, the names of its columns, its target with how many classes it has (0 for numbers), and its inputs."""

    name: str
    content: str | bytes
    columns: str
    target: str
    classes: int
    inputs: str


def f(low: float, high: float, places: int = 2) -> Cell:
    """Numbers with so many decimals."""
    return lambda rng, i: f"{rng.uniform(low, high):.{places}f}"


def n(low: int, high: int) -> Cell:
    """Whole numbers, both ends included."""
    return lambda rng, i: str(rng.integers(low, high + 1))


def w(*words: str) -> Cell:
    """One of some words, each about as often."""
    return lambda rng, i: words[int(rng.integers(len(words)))]


def c(start: int = 1, step: int = 1) -> Cell:
    """The number of the row."""
    return lambda rng, i: str(start + step * i)


def gaps(cell: Cell, sign: str, each: int = 9) -> Cell:
    """Cells of which some are missing, and have a sign for it."""
    return lambda rng, i: sign if i % each == each // 2 else cell(rng, i)


def t(pattern: str) -> Cell:
    """A text with the number of the row."""
    return lambda rng, i: pattern.format(i, i % 28 + 1, i % 12 + 1, i % 7)


def made(
    header: str, *cells: Cell, rows: int = 60, by: str = ",", end: str = "\n", above: str = "", below: str = ""
) -> str:
    """A table of such cells."""
    rng = np.random.default_rng(5)
    lines = [by.join(cell(rng, i) for cell in cells) for i in range(rows)]
    return above + end.join([*([header] if header else []), *lines]) + end + below


def columns(width: int) -> str:
    """The names of columns that have none."""
    return ",".join(f"column {place}" for place in range(1, width + 1))


def with_remarks(rows: Sequence[Sequence[Any]]) -> bytes:
    """A workbook of two sheets, the first of them with remarks."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([["Measured in 1936"], ["by R. A. Fisher"]], sheets=2)))
    for row in rows:
        book.worksheets[1].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FAMOUS = [
    Famous(
        "iris of Kaggle",
        made(
            "Id,SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm,Species",
            *(c(), f(4, 8, 1), f(2, 4, 1), f(1, 7, 1), f(0.1, 2.5, 1)),
            w("Iris-setosa", "Iris-versicolor", "Iris-virginica"),
        ),
        "Id,SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm,Species",
        *("Species", 3, "SepalLengthCm,SepalWidthCm,PetalLengthCm,PetalWidthCm"),
    ),
    Famous(
        "iris of scikit-learn, by pandas",
        made(
            ",sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),target",
            *(c(0), f(4, 8, 1), f(2, 4, 1), f(1, 7, 1), f(0.1, 2.5, 1), n(0, 2)),
        ),
        "column 1,sepal length (cm),sepal width (cm),petal length (cm),petal width (cm),target",
        *("target", 3, "sepal length (cm),sepal width (cm),petal length (cm),petal width (cm)"),
    ),
    Famous(
        "iris of R, shuffled rows",
        made(
            '"","Sepal.Length","Sepal.Width","Species"',
            lambda rng, i: f'"{(i * 7) % 60 + 1}"',
            *(f(4, 8, 1), f(2, 4, 1), w('"setosa"', '"versicolor"')),
        ),
        *("column 1,Sepal.Length,Sepal.Width,Species", "Species", 2, "Sepal.Length,Sepal.Width"),
    ),
    Famous(
        "words of R, nearly all quoted",
        made(
            '"","class","age","sex","survived"',
            lambda rng, i: f'"{i + 1}"',
            w('"1st class"', '"2nd class"', '"3rd class"'),
            w('"adults"', '"child"'),
            w('"man"', '"women"'),
            w('"yes"', '"no"'),
        ),
        *("column 1,class,age,sex,survived", "survived", 2, "class,age,sex"),
    ),
    Famous(
        "titanic of seaborn",
        made(
            "survived,pclass,sex,age,sibsp,parch,fare,embarked,class,who,adult_male,deck,embark_town,alone",
            *(n(0, 1), n(1, 3), w("male", "female"), gaps(f(1, 80, 1), ""), n(0, 4), n(0, 3), f(5, 90, 4)),
            *(w("S", "C", "Q"), w("First", "Second", "Third"), w("man", "woman", "child"), w("True", "False")),
            *(lambda rng, i: "" if i % 4 else "C", w("Southampton", "Cherbourg", "Queenstown"), w("True", "False")),
        ),
        "survived,pclass,sex,age,sibsp,parch,fare,embarked,class,who,adult_male,deck,embark_town,alone",
        *("survived", 2, "pclass,sex,age,sibsp,parch,fare,embarked,class,who,adult_male,embark_town,alone"),
    ),
    Famous(
        "penguins of Palmer Station, raw",
        made(
            "studyName,Sample Number,Species,Region,Island,Individual ID,Date Egg,Culmen Length (mm),Body Mass (g),Sex,"
            "Comments",
            *(w("PAL0708", "PAL0809"), c(), w("Adelie Penguin (Pygoscelis adeliae)", "Gentoo penguin"), w("Anvers")),
            *(w("Torgersen", "Biscoe"), t("N{0}A1"), t("2007-11-{1:02}"), gaps(f(30, 60, 1), "NA"), n(3000, 6000)),
            *(gaps(w("MALE", "FEMALE"), "NA"), gaps(w("NA"), "Not enough blood for isotopes.", 30)),
        ),
        "studyName,Sample Number,Species,Region,Island,Individual ID,Date Egg,Culmen Length (mm),Body Mass (g),Sex,"
        "Comments",
        *("Species", 2, "studyName,Island,Culmen Length (mm),Body Mass (g),Sex"),
    ),
    Famous(
        "banknotes, with a header",
        made("variance,skewness,curtosis,entropy,class", *(f(-7, 7, 5),) * 4, n(0, 1)),
        *("variance,skewness,curtosis,entropy,class", "class", 2, "variance,skewness,curtosis,entropy"),
    ),
    Famous(
        "wine of UCI",
        made("", n(1, 3), f(11, 15), f(0.7, 5.8), f(1, 3), f(10, 30, 1), n(70, 160), n(278, 1680)),
        *(columns(7), "column 1", 3, "column 2,column 3,column 4,column 5,column 6,column 7"),
    ),
    Famous(
        "wine, with a header",
        made("Wine,Alcohol,Malic.acid,Ash,Acl,Mg,Proline", n(1, 3), *(f(1, 9),) * 4, n(70, 160), n(278, 1680)),
        *("Wine,Alcohol,Malic.acid,Ash,Acl,Mg,Proline", "Wine", 3, "Alcohol,Malic.acid,Ash,Acl,Mg,Proline"),
    ),
    Famous(
        "wine quality, with its kind",
        made(
            '"fixed acidity";"volatile acidity";"pH";"alcohol";"quality";"type"',
            *(
                f(4, 15, 1),
                f(0.1, 1.5),
                f(2.8, 4),
                gaps(f(8, 15, 1), "9.53333333333333"),
                n(4, 8),
                w('"red"', '"white"'),
            ),
            by=";",
        ),
        "fixed acidity,volatile acidity,pH,alcohol,quality,type",
        *("quality", 5, "fixed acidity,volatile acidity,pH,alcohol,type"),
    ),
    Famous(
        "diabetes of Efron, with tabs",
        made("AGE\tSEX\tBMI\tBP\tS1\tY", n(19, 79), n(1, 2), f(18, 42, 1), n(62, 133), n(97, 301), n(25, 346), by="\t"),
        *("AGE,SEX,BMI,BP,S1,Y", "Y", 0, "AGE,SEX,BMI,BP,S1"),
    ),
    Famous(
        "diabetes of the Pima",
        made(
            "Pregnancies,Glucose,BloodPressure,BMI,DiabetesPedigreeFunction,Age,Outcome",
            *(n(0, 17), n(50, 199), n(40, 110), f(18, 60, 1), f(0.08, 2.4, 3), n(21, 81), n(0, 1)),
        ),
        "Pregnancies,Glucose,BloodPressure,BMI,DiabetesPedigreeFunction,Age,Outcome",
        *("Outcome", 2, "Pregnancies,Glucose,BloodPressure,BMI,DiabetesPedigreeFunction,Age"),
    ),
    Famous(
        "diabetes of the Pima, from UCI",
        made("", n(0, 17), n(50, 199), n(40, 110), f(18, 60, 1), f(0.08, 2.4, 3), n(21, 81), n(0, 1)),
        *(columns(7), "column 7", 2, "column 1,column 2,column 3,column 4,column 5,column 6"),
    ),
    Famous(
        "Californian housing",
        made(
            "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,median_income,median_house_value,"
            "ocean_proximity",
            *(f(-124, -114), f(32, 42), f(1, 52, 1), f(2, 40000, 1), gaps(f(1, 6000, 1), ""), f(0.5, 15, 4)),
            *(f(15000, 500000, 1), w("NEAR BAY", "<1H OCEAN", "INLAND")),
        ),
        "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,median_income,median_house_value,"
        "ocean_proximity",
        *("median_house_value", 0),
        "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,median_income,ocean_proximity",
    ),
    Famous(
        "Boston of R",
        made(
            '"","crim","zn","chas","rm","rad","medv"',
            lambda rng, i: f'"{i + 1}"',
            *(f(0, 89, 5), f(0, 100, 1), n(0, 1), f(3, 9, 3), n(1, 8), f(5, 50, 1)),
        ),
        *("column 1,crim,zn,chas,rm,rad,medv", "medv", 0, "crim,zn,chas,rm,rad"),
    ),
    Famous(
        "prices of houses, with words",
        made(
            "price,area,bedrooms,mainroad,guestroom,furnishingstatus",
            *(n(1750000, 13300000), n(1650, 16200), n(1, 6), w("yes", "no"), w("no", "yes")),
            w("furnished", "semi-furnished", "unfurnished"),
        ),
        "price,area,bedrooms,mainroad,guestroom,furnishingstatus",
        *("price", 0, "area,bedrooms,mainroad,guestroom,furnishingstatus"),
    ),
    Famous(
        "prices of houses, with dates and addresses",
        made(
            "id,date,price,bedrooms,sqft_living,zipcode",
            lambda rng, i: str(7129300520 + 314159 * i),
            *(t("2014{2:02}{1:02}T000000"), lambda rng, i: f"{rng.integers(80000, 999000)}.0", n(1, 6)),
            *(n(400, 5000), n(98001, 98199)),
        ),
        *("id,date,price,bedrooms,sqft_living,zipcode", "price", 0, "bedrooms,sqft_living,zipcode"),
    ),
    Famous(
        "moons",
        made("x,y,label", f(-2, 2, 16), f(-1, 1, 16), n(0, 1)),
        *("x,y,label", "label", 2, "x,y"),
    ),
    Famous(
        "moons, by pandas",
        made(",X1,X2,y", c(0), f(-2, 2, 16), f(-1, 1, 16), n(0, 1)),
        *("column 1,X1,X2,y", "y", 2, "X1,X2"),
    ),
    Famous(
        "auto-mpg, with a header",
        made(
            "mpg,cylinders,displacement,horsepower,weight,acceleration,model year,origin,car name",
            *(f(9, 47, 1), w("4", "6", "8"), n(68, 455), gaps(n(46, 230), "?", 30), n(1613, 5140), f(8, 25, 1)),
            *(n(70, 82), n(1, 3), t("car name {0}")),
        ),
        "mpg,cylinders,displacement,horsepower,weight,acceleration,model year,origin,car name",
        *("mpg", 0, "cylinders,displacement,horsepower,weight,acceleration,model year,origin"),
    ),
    Famous(
        "abalone, with a header",
        made("Sex,Length,Diameter,Height,Rings", w("M", "F", "I"), f(0, 1, 3), f(0, 1, 3), f(0, 1, 3), n(1, 29)),
        *("Sex,Length,Diameter,Height,Rings", "Rings", 0, "Sex,Length,Diameter,Height"),
    ),
    Famous(
        "adult of UCI, its test file",
        made(
            "",
            *(n(17, 90), w("Private", "?", "Local-gov", "State-gov", "Never-worked"), n(12285, 1490400)),
            *(n(1, 16), w("Male", "Female"), n(1, 99), w("United-States", "Cuba"), w("<=50K.", ">50K.")),
            above="|1x3 Cross validator\n",
            by=", ",
            below="\n",
        ),
        columns(8),
        *("column 8", 2, "column 1,column 2,column 3,column 4,column 5,column 6,column 7"),
    ),
    Famous(
        "heart of Cleveland",
        made(
            "",
            *(f(29, 77, 1), w("0.0", "1.0"), w("1.0", "2.0", "3.0", "4.0"), f(94, 200, 1), f(0, 6, 1)),
            *(gaps(w("0.0", "1.0", "2.0", "3.0"), "?", 40), n(0, 4)),
        ),
        *(columns(7), "column 7", 5, "column 1,column 2,column 3,column 4,column 5,column 6"),
    ),
    Famous(
        "heart failure",
        made(
            "age,anaemia,creatinine_phosphokinase,diabetes,ejection_fraction,platelets,sex,time,DEATH_EVENT",
            *(n(40, 95), n(0, 1), n(23, 7861), n(0, 1), n(14, 80), n(25100, 850000), n(0, 1), n(4, 285), n(0, 1)),
        ),
        "age,anaemia,creatinine_phosphokinase,diabetes,ejection_fraction,platelets,sex,time,DEATH_EVENT",
        "DEATH_EVENT",
        2,
        "age,anaemia,creatinine_phosphokinase,diabetes,ejection_fraction,platelets,sex,time",
    ),
    Famous(
        "mushrooms of UCI",
        made("", w("p", "e"), w("x", "b", "s"), w("s", "y"), w("n", "y", "w", "e"), w("p", "g", "l"), w("u", "g", "m")),
        *(columns(6), "column 1", 2, "column 2,column 3,column 4,column 5,column 6"),
    ),
    Famous(
        "mushrooms, with a header",
        made("class,cap-shape,odor,habitat", w("p", "e"), w("x", "b", "s"), w("p", "a", "l"), w("u", "g", "m")),
        *("class,cap-shape,odor,habitat", "class", 2, "cap-shape,odor,habitat"),
    ),
    Famous(
        "breast cancer of Wisconsin, of UCI",
        made("", c(842302, 4177), w("M", "B"), f(6, 28), f(9, 40), f(43, 188), f(0.05, 0.16, 5)),
        *(columns(6), "column 2", 2, "column 3,column 4,column 5,column 6"),
    ),
    Famous(
        "breast cancer of Wisconsin, of Kaggle",
        made(
            '"id","diagnosis","radius_mean","texture_mean","concave points_mean",',
            *(c(842302, 4177), w("M", "B"), f(6, 28), f(9, 40), f(0, 0.2, 5)),
            end=",\n",
        ).replace(",,\n", ",\n", 1),
        "id,diagnosis,radius_mean,texture_mean,concave points_mean",
        *("diagnosis", 2, "radius_mean,texture_mean,concave points_mean"),
    ),
    Famous(
        "breast cancer of Ljubljana",
        made(
            "",
            *(w("no-recurrence-events", "recurrence-events"), w("30-39", "40-49"), w("ge40", "premeno")),
            *(w("0-4", "15-19", "20-24"), gaps(w("yes", "no"), "?", 20), n(1, 3), w("left", "right"), w("no", "yes")),
        ),
        columns(8),
        *("column 1", 2, "column 2,column 3,column 4,column 5,column 6,column 7,column 8"),
    ),
    Famous(
        "glass of Kaggle",
        made("RI,Na,Mg,Al,Type", f(1.5, 1.53, 5), f(10, 17), f(0, 5), f(0, 4), w("1", "2", "3", "5", "6", "7")),
        *("RI,Na,Mg,Al,Type", "Type", 6, "RI,Na,Mg,Al"),
    ),
    Famous(
        "sonar",
        made("", f(0, 1, 4), f(0, 1, 4), f(0, 1, 4), w("R", "M")),
        *(columns(4), "column 4", 2, "column 1,column 2,column 3"),
    ),
    Famous(
        "ionosphere",
        made("", n(0, 1), w("0"), f(-1, 1, 5), f(-1, 1, 5), w("g", "b")),
        *(columns(5), "column 5", 2, "column 1,column 3,column 4"),
    ),
    Famous(
        "cars of UCI",
        made(
            "",
            *(w("vhigh", "high", "med", "low"), w("vhigh", "high", "med", "low"), w("2", "3", "4", "5more")),
            *(w("2", "4", "more"), w("small", "med", "big"), w("unacc", "acc", "good", "vgood")),
        ),
        *(columns(6), "column 6", 4, "column 1,column 2,column 3,column 4,column 5"),
    ),
    Famous(
        "tic-tac-toe",
        made("", w("x", "o", "b"), w("x", "o", "b"), w("x", "o", "b"), w("positive", "negative")),
        *(columns(4), "column 4", 2, "column 1,column 2,column 3"),
    ),
    Famous(
        "zoo of UCI",
        made("", t("animal{0}"), n(0, 1), n(0, 1), w("0", "2", "4", "5", "6", "8"), n(0, 1), n(1, 7)),
        *(columns(6), "column 6", 7, "column 2,column 3,column 4,column 5"),
    ),
    Famous(
        "zoo of Kaggle",
        made(
            "animal_name,hair,feathers,legs,catsize,class_type",
            *(t("animal{0}"), n(0, 1), n(0, 1), w("0", "2", "4"), n(0, 1), n(1, 7)),
        ),
        *("animal_name,hair,feathers,legs,catsize,class_type", "class_type", 7, "hair,feathers,legs,catsize"),
    ),
    Famous(
        "ecoli",
        made("", t("PROT{0}_ECOLI"), *(f(0, 1),) * 3, w("0.48", "1.00"), w("cp", "im", "pp", "imU", "om"), by="  "),
        *(columns(6), "column 6", 5, "column 2,column 3,column 4,column 5"),
    ),
    Famous(
        "concrete",
        made(
            '"Cement (component 1)(kg in a m^3 mixture)","Water  (component 4)(kg in a m^3 mixture)","Age (day)",'
            '"Concrete compressive strength(MPa, megapascals) "',
            *(f(100, 540, 1), f(120, 250, 1), w("3", "7", "14", "28", "56", "90"), f(2, 83)),
        ),
        "Cement (component 1)(kg in a m^3 mixture),Water (component 4)(kg in a m^3 mixture),Age (day),"
        "Concrete compressive strength(MPa; megapascals)",
        "Concrete compressive strength(MPa; megapascals)",
        0,
        "Cement (component 1)(kg in a m^3 mixture),Water (component 4)(kg in a m^3 mixture),Age (day)",
    ),
    Famous(
        "airfoil",
        made(
            "",
            w(*map(str, range(200, 3200, 200))),
            f(0, 22, 1),
            f(0.02, 0.3, 4),
            w("71.3", "31.7"),
            f(0, 0.06, 9),
            f(103, 141, 3),
            by="\t",
        ),
        *(columns(6), "column 6", 0, "column 1,column 2,column 3,column 4,column 5"),
    ),
    Famous(
        "bicycles by the hour, sampled",
        made(
            "instant,dteday,season,hr,temp,hum,registered,cnt",
            *(c(), t("2011-{2:02}-{1:02}"), n(1, 4), n(0, 23), f(0, 1), f(0, 1), n(0, 800), n(1, 977)),
            rows=7000,
        ),
        *("instant,dteday,season,hr,temp,hum,registered,cnt", "cnt", 0, "season,hr,temp,hum,registered"),
    ),
    Famous(
        "a stock",
        made(
            "Date,Open,High,Low,Close,Adj Close,Volume",
            *(lambda rng, i: f"20{i // 28 // 12:02}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}", *(f(20, 90, 6),) * 5),
            n(100000, 90000000),
        ),
        *("Date,Open,High,Low,Close,Adj Close,Volume", "Close", 0, "Open,High,Low,Adj Close,Volume"),
    ),
    Famous(
        "a stock of Nasdaq, with dollars",
        made(
            "Date,Close/Last,Volume,Open",
            lambda rng, i: f"{i // 28 % 12 + 1:02}/{i % 28 + 1:02}/20{i // 336:02}",
            *(lambda rng, i: f"${rng.uniform(90, 200):.2f}", n(100000, 90000000)),
            lambda rng, i: f" ${rng.uniform(90, 200):.2f}",
        ),
        *("Date,Close/Last,Volume,Open", "Open", 0, "Close/Last,Volume"),
    ),
    Famous(
        "weather of Seattle",
        made(
            "date,precipitation,temp_max,temp_min,wind,weather",
            lambda rng, i: f"2012/{i // 28 + 1:02}/{i % 28 + 1:02}",
            *(f(0, 30, 1), f(-1, 35, 1), f(-7, 18, 1), f(0, 9, 1), w("drizzle", "rain", "sun", "snow", "fog")),
        ),
        *("date,precipitation,temp_max,temp_min,wind,weather", "weather", 5, "precipitation,temp_max,temp_min,wind"),
    ),
    Famous(
        "gapminder",
        made(
            "country\tcontinent\tyear\tlifeExp\tpop\tgdpPercap",
            *(lambda rng, i: f"Land {i // 12}", w("Asia", "Europe", "Africa"), lambda rng, i: str(1952 + 5 * (i % 12))),
            *(f(30, 80, 3), n(60011, 1318683096), f(241, 113523, 4)),
            rows=180,
            by="\t",
        ),
        *("country,continent,year,lifeExp,pop,gdpPercap", "continent", 3, "country,year,lifeExp,pop,gdpPercap"),
    ),
    Famous(
        "diamonds, sampled",
        made(
            '"","carat","cut","color","depth","price","x","y","z"',
            lambda rng, i: f'"{i + 1}"',
            *(f(0.2, 5), w('"Ideal"', '"Premium"', '"Good"'), w('"E"', '"I"', '"J"'), f(43, 79, 1), n(326, 18823)),
            *(f(0, 10), f(0, 58), f(0, 31)),
            rows=6000,
        ),
        *("column 1,carat,cut,color,depth,price,x,y,z", "price", 0, "carat,cut,color,depth,x,y,z"),
    ),
    Famous(
        "Anscombe of seaborn",
        made("dataset,x,y", w("I", "II", "III", "IV"), f(4, 19, 1), f(3, 13), rows=44),
        *("dataset,x,y", "y", 0, "dataset,x"),
    ),
    Famous(
        "mtcars",
        made(
            '"","mpg","cyl","disp","hp","vs","am"',
            *(t('"Car {0}"'), f(10, 34, 1), w("4", "6", "8"), f(71, 472, 1), n(52, 335), n(0, 1), n(0, 1)),
            rows=32,
        ),
        *("column 1,mpg,cyl,disp,hp,vs,am", "mpg", 0, "cyl,disp,hp,vs,am"),
    ),
    Famous(
        "ChickWeight",
        made(
            '"","weight","Time","Chick","Diet"',
            lambda rng, i: f'"{i + 1}"',
            *(n(35, 373), lambda rng, i: str(2 * (i % 12)), lambda rng, i: f'"{i // 12 + 1}"', w('"1"', '"2"', '"3"')),
        ),
        *("column 1,weight,Time,Chick,Diet", "weight", 0, "Time,Chick,Diet"),
    ),
    Famous(
        "women",
        made('"","height","weight"', lambda rng, i: f'"{i + 1}"', c(58), lambda rng, i: str(115 + 3 * i), rows=15),
        *("column 1,height,weight", "weight", 0, "height"),
    ),
    Famous(
        "Old Faithful, of a web page",
        "Old Faithful Geyser Data\n\nDescription: (From R manual):\n\n      Waiting time between eruptions and the "
        "duration of the eruption.\n\nReferences:\n\n      Hardle, W. (1991) Smoothing Techniques.\n\n"
        + made(
            "eruptions waiting",
            lambda rng, i: f"{i + 1:<3}     {rng.uniform(1.6, 5.1):.3f}      {rng.integers(43, 96)}",
            above="      ",
        ),
        *("column 1,eruptions,waiting", "waiting", 0, "eruptions"),
    ),
    Famous(
        "Cars93, with counts and words",
        made(
            '"","Manufacturer","Type","Min.Price","Price","Cylinders","Rear.seat.room","Weight","Origin","Make"',
            lambda rng, i: f'"{i + 1}"',
            *(t('"Maker {0}"'), w('"Small"', '"Midsize"', '"Van"'), f(6, 46, 1), f(7, 62, 1)),
            *(gaps(w('"4"', '"6"', '"8"'), '"rotary"', 93), gaps(f(19, 36, 1), "NA", 40), n(1695, 4105)),
            *(w('"USA"', '"non-USA"'), t('"Maker {0} Car"')),
        ),
        "column 1,Manufacturer,Type,Min.Price,Price,Cylinders,Rear.seat.room,Weight,Origin,Make",
        *("Price", 0, "Type,Min.Price,Cylinders,Rear.seat.room,Weight,Origin"),
    ),
    Famous(
        "weather of Weka",
        "% ARFF file for the weather data\n%\n@relation 'weather data'\n\n"
        "@attribute outlook { sunny, overcast, rainy }\n"
        "@attribute temperature numeric\n@attribute 'relative humidity' numeric % in per cent\n"
        "@attribute windy {TRUE, FALSE}\n@attribute play {yes, no}\n\n@data\n%\n% 14 instances\n%\n"
        + made("", w("sunny", "overcast", "rainy"), n(64, 85), n(65, 96), w("TRUE", "FALSE"), w("yes", "no"), rows=14),
        "outlook,temperature,relative humidity,windy,play",
        *("play", 2, "outlook,temperature,relative humidity,windy"),
    ),
    Famous(
        "Weka, from Windows, in capitals, with gaps",
        "@RELATION colic\r\n@ATTRIBUTE 'rectal temperature' REAL\r\n@ATTRIBUTE \"pulse\" INTEGER\r\n"
        "@ATTRIBUTE surgery? {'1','2'}\r\n@ATTRIBUTE name STRING\r\n@ATTRIBUTE Class {'lived','died'}\r\n@DATA\r\n"
        + made(
            "",
            *(gaps(f(36, 41, 1), "?"), n(30, 180), w("'1'", "'2'"), t("'horse, no {0}'"), w("'lived'", "'died'")),
            end="\r\n",
        ),
        *("rectal temperature,pulse,surgery?,name,Class", "Class", 2, "rectal temperature,pulse,surgery?"),
    ),
    Famous(
        "segments of pictures, with a header of one cell less",
        made(
            "CENTROID-COL,CENTROID-ROW,HUE", w("BRICKFACE", "SKY", "GRASS"), f(1, 254, 1), f(11, 251, 1), f(-3, 3, 6)
        ).replace("HUE\n", "HUE\n\n"),
        *("column 1,CENTROID-COL,CENTROID-ROW,HUE", "column 1", 3, "CENTROID-COL,CENTROID-ROW,HUE"),
    ),
    Famous(
        "Parkinson's voices",
        made(
            "name,MDVP:Fo(Hz),MDVP:Jitter(%),status,RPDE,PPE",
            *(t("phon_R01_S01_{0}"), f(88, 260, 3), f(0, 0.03, 5), n(0, 1), f(0.2, 0.7, 6), f(0, 0.5, 6)),
        ),
        *("name,MDVP:Fo(Hz),MDVP:Jitter(%),status,RPDE,PPE", "status", 2, "MDVP:Fo(Hz),MDVP:Jitter(%),RPDE,PPE"),
    ),
    Famous(
        "students, quoted, with semicolons",
        made(
            "school;sex;age;Mjob;absences;G1;G2;G3",
            *(w('"GP"', '"MS"'), w('"F"', '"M"'), n(15, 22), w('"teacher"', '"other"'), n(0, 75)),
            *(lambda rng, i: f'"{rng.integers(3, 19)}"', lambda rng, i: f'"{rng.integers(3, 19)}"', n(0, 20)),
            by=";",
        ),
        *("school,sex,age,Mjob,absences,G1,G2,G3", "G3", 0, "school,sex,age,Mjob,absences,G1,G2"),
    ),
    Famous(
        "a bank's customers",
        made(
            '"age";"job";"balance";"month";"y"',
            *(n(18, 90), w('"admin."', '"technician"', '"unknown"'), n(-3000, 70000), w('"may"', '"jun"')),
            w('"no"', '"yes"', '"no"'),
            by=";",
        ),
        *("age,job,balance,month,y", "y", 2, "age,job,balance,month"),
    ),
    Famous(
        "customers who leave a telephone company",
        made(
            "customerID,gender,SeniorCitizen,tenure,Contract,MonthlyCharges,TotalCharges,Churn",
            *(t("{0:04}-VHVEG"), w("Female", "Male"), n(0, 1), n(0, 72), w("Month-to-month", "One year"), f(18, 118)),
            *(gaps(f(18, 8684), " ", 30), w("No", "Yes")),
        ),
        "customerID,gender,SeniorCitizen,tenure,Contract,MonthlyCharges,TotalCharges,Churn",
        *("Churn", 2, "gender,SeniorCitizen,tenure,Contract,MonthlyCharges,TotalCharges"),
    ),
    Famous(
        "advertising",
        made(",TV,radio,newspaper,sales", c(), f(0, 300, 1), f(0, 50, 1), f(0, 114, 1), f(1, 27, 1)),
        *("column 1,TV,radio,newspaper,sales", "sales", 0, "TV,radio,newspaper"),
    ),
    Famous(
        "Carseats, whose target is first",
        made(
            "Sales,CompPrice,Income,ShelveLoc,US",
            *(f(0, 16), n(77, 175), n(21, 120), w("Bad", "Good", "Medium"), w("Yes", "No")),
        ),
        *("Sales,CompPrice,Income,ShelveLoc,US", "Sales", 0, "CompPrice,Income,ShelveLoc,US"),
    ),
    Famous(
        "admissions, whose names end in blanks",
        made(
            "Serial No.,GRE Score,TOEFL Score,University Rating,CGPA,Research,Chance of Admit ",
            *(c(), n(290, 340), n(92, 120), n(1, 5), f(6.8, 9.9), n(0, 1), f(0.3, 0.97)),
        ),
        "Serial No.,GRE Score,TOEFL Score,University Rating,CGPA,Research,Chance of Admit",
        *("Chance of Admit", 0, "GRE Score,TOEFL Score,University Rating,CGPA,Research"),
    ),
    Famous(
        "positions and salaries, ten rows",
        made("Position,Level,Salary", t("Position {0}"), c(), lambda rng, i: str(45000 + 20000 * i * i), rows=10),
        *("Position,Level,Salary", "Salary", 0, "Level"),
    ),
    Famous(
        "energy of buildings, with trailing commas and empty lines",
        made(
            "X1,X2,X5,Y1,Y2,,",
            *(f(0.6, 1), f(500, 808, 1), w("3.5", "7.0"), f(6, 43), f(10, 48)),
            end=",,\n",
            below=",,,,,,\n,,,,,,\n",
        ).replace(",,,,\n", ",,\n", 1),
        *("X1,X2,X5,Y1,Y2", "Y2", 0, "X1,X2,X5,Y1"),
    ),
    Famous(
        "the World Bank, with remarks above and years as names",
        '\ufeff"Data Source","World Development Indicators",\r\n\r\n"Last Updated Date","2024-05-30",\r\n\r\n'
        + made(
            '"Country Name","Country Code","Indicator Name","2000","2010","2020",',
            *(t('"Land {0}"'), t('"L{0:02}"'), w('"Life expectancy at birth, total (years)"')),
            *(lambda rng, i: f'"{rng.uniform(40, 80):.3f}"', gaps(f(40, 80, 3), '""'), f(40, 80, 3)),
            end=",\r\n",
        ).replace(",,\r\n", ",\r\n", 1),
        *("Country Name,Country Code,Indicator Name,2000,2010,2020", "2020", 0, "2000,2010"),
    ),
    Famous(
        "populations in thousands, marked as such",
        made(
            "City,Population,Area (sq mi),Growth",
            *(t('"City {0}, USA"'), lambda rng, i: f'"{rng.integers(900, 9_000_000):,}"', f(10, 500, 1)),
            lambda rng, i: f"{rng.uniform(-5, 30):.1f}%",
        ),
        *("City,Population,Area (sq mi),Growth", "Growth", 0, "Population,Area (sq mi)"),
    ),
    Famous(
        "salaries with dollars, some of them negative",
        made(
            "Name,Bonus,Base Pay,Grade",
            *(
                t("Smith, Ann {0}".replace(",", "")),
                lambda rng, i: f"{'-' if i % 5 == 0 else ''}$ {rng.integers(100)}.50",
            ),
            *(lambda rng, i: f'"${rng.integers(30_000, 200_000):,}"', w("A", "B", "C")),
        ),
        *("Name,Bonus,Base Pay,Grade", "Grade", 3, "Bonus,Base Pay"),
    ),
    Famous(
        "SPSS in German: semicolons, decimal commas, blanks and points for what is missing",
        made(
            "Nr;Größe;Gewicht;Geschlecht;Raucher",
            *(c(), lambda rng, i: f"{rng.uniform(1.5, 2):.2f}".replace(".", ","), gaps(n(48, 110), " "), w("m", "w")),
            w("ja", "nein"),
            by=";",
            end="\r\n",
        ).encode("cp1252"),
        *("Nr,Größe,Gewicht,Geschlecht,Raucher", "Raucher", 2, "Größe,Gewicht,Geschlecht"),
    ),
    Famous(
        "SAS: points for what is missing, aligned",
        made(
            "     ID    AGE  WEIGHT0  GROUP",
            lambda rng, i: f"{i + 101:7d}{'      .' if i % 8 == 3 else f'{rng.integers(20, 70):7d}'}",
            lambda rng, i: f"{rng.uniform(50, 90):9.1f}  {'AB'[i % 2]:>5}",
            by="",
        ),
        *("ID,AGE,WEIGHT0,GROUP", "GROUP", 2, "AGE,WEIGHT0"),
    ),
    Famous(
        "small numbers of rows with names of their own",
        made("x,y,label", c(1), lambda rng, i: str(i * i % 7), lambda rng, i: "ab"[i % 2], rows=8),
        *("x,y,label", "label", 2, "x,y"),
    ),
    Famous(
        "an Excel export of 3,000 rows",
        workbook([["No", "Height", "Sex"], *[[i + 1, 150.5 + i * 7 % 50, "mf"[i % 2]] for i in range(3000)]]),
        *("No,Height,Sex", "Sex", 2, "Height"),
    ),
    Famous(
        "a heat map whose names are numbers",
        made('"","142.24","144.78","147.32"', lambda rng, i: f'"{9.4 + i / 10:.1f}"', n(0, 5), n(0, 20), n(0, 40)),
        *("column 1,142.24,144.78,147.32", "147.32", 0, "column 1,142.24,144.78"),
    ),
    Famous(
        "digits, whose label is first",
        made(
            "",
            *(n(0, 9), w("0"), n(0, 255), n(0, 255), lambda rng, i: "7" if i == 3 else "0"),
            rows=100,
        ),
        *(columns(5), "column 1", 10, "column 3,column 4,column 5"),
    ),
    Famous(
        "a tibble, as R prints it",
        "# A tibble: 150 × 3\n   Sepal.Length Petal.Length Species\n          <dbl>        <dbl> <fct>  \n"
        + made(
            "",
            lambda rng, i: (
                f"{i + 1:2} {rng.uniform(4, 8):12.1f} {rng.uniform(1, 7):12.1f} {('setosa', 'other')[i % 2]}"
            ),
            rows=10,
        )
        + "# ℹ 140 more rows\n# ℹ Use `print(n = ...)` to see more rows\n",
        *("column 1,Sepal.Length,Petal.Length,Species", "Species", 2, "Sepal.Length,Petal.Length"),
    ),
    Famous(
        "a long frame, as pandas prints it",
        "     length  width    kind\n"
        + "".join(f"{i:<3}   {4 + i % 7 / 10:.1f}    {3 - i % 5 / 10:.1f}  {'ab'[i % 2]}\n" for i in range(5))
        + "..      ...    ...     ...\n"
        + "".join(f"{i:<3}   {4 + i % 7 / 10:.1f}    {3 - i % 5 / 10:.1f}  {'ab'[i % 2]}\n" for i in range(145, 150))
        + "\n[150 rows x 3 columns]\n",
        *("column 1,length,width,kind", "kind", 2, "length,width"),
    ),
    Famous(
        "a result of PostgreSQL",
        made(" length | width | kind \n--------+-------+------", f(4, 8), f(1, 3), w("a", "b"), by=" | ")
        + "(60 rows)\n",
        *("length,width,kind", "kind", 2, "length,width"),
    ),
    Famous(
        "Wikipedia, with footnotes and units",
        made(
            "Rank\tCountry\tPopulation\tArea (km2)\tIncome group",
            *(c(), t("Land {0} *"), lambda rng, i: f"{rng.integers(100_000, 1_000_000_000):,}[{i % 5}]"),
            *(lambda rng, i: f"{rng.integers(900, 9_000_000):,}", w("low", "middle", "high")),
            by="\t",
        ),
        *("Rank,Country,Population,Area (km2),Income group", "Income group", 3, "Population,Area (km2)"),
    ),
    Famous(
        "units in a second row, in brackets",
        made("time,speed,kind\n(s),(m/s),", f(0, 9), f(0, 9), w("a", "b")),
        *("time (s),speed (m/s),kind", "kind", 2, "time (s),speed (m/s)"),
    ),
    Famous(
        "KEEL, with what is missing in angles",
        "@relation x\n@attribute a real [0, 12]\n@attribute b integer [0, 16]\n@attribute c {p, n}\n@inputs a, b\n"
        "@outputs c\n@data\n" + made("", gaps(f(0, 12), "<null>"), n(0, 16), w("p", "n"), by=", "),
        *("a,b,c", "c", 2, "a,b"),
    ),
    Famous(
        "houses of Portland, for a first regression",
        made("", n(852, 4478), n(1, 5), lambda rng, i: str(100 * rng.integers(1699, 7000)), rows=47),
        *("column 1,column 2,column 3", "column 3", 0, "column 1,column 2"),
    ),
    Famous(
        "imported cars of 1985",
        made(
            "",
            *(w("-2", "-1", "0", "1", "2", "3"), gaps(n(65, 256), "?", 7), w("alfa-romero", "bmw", "volvo")),
            *(w("gas", "diesel"), w("two", "four"), f(86, 121, 1), n(1488, 4066), gaps(n(5118, 45400), "?", 50)),
        ),
        *(columns(8), "column 8", 0, "column 1,column 2,column 3,column 4,column 5,column 6,column 7"),
    ),
    Famous(
        "fifty startups",
        made("R&D Spend,Marketing Spend,State,Profit", f(0, 99999), f(0, 99999), w("New York", "Florida"), f(0, 99999)),
        *("R&D Spend,Marketing Spend,State,Profit", "Profit", 0, "R&D Spend,Marketing Spend,State"),
    ),
    Famous(
        "air quality of R",
        made(
            '"","Ozone","Solar.R","Temp","Month","Day"',
            lambda rng, i: f'"{i + 1}"',
            *(gaps(n(1, 168), "NA", 5), n(7, 334), n(56, 97), n(5, 9), lambda rng, i: str(i % 31 + 1)),
        ),
        *("column 1,Ozone,Solar.R,Temp,Month,Day", "Ozone", 0, "Solar.R,Temp,Month,Day"),
    ),
    Famous(
        "a workbook whose first sheet says what is in the second",
        with_remarks([["length", "kind"], *[[i * 7 % 11 / 2, "ab"[i % 2]] for i in range(40)]]),
        *("length,kind", "kind", 2, "length"),
    ),
]
