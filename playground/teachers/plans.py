"""The three plans: what a hidden layer is for, how a network learns, and why memorizing is not learning."""

from engine import Experiment
from playground.learner.current import SPEED
from playground.lessons.registry import BY_NAME
from playground.presets.names import RUNS
from playground.runs.paces import SLOW_MOTION
from playground.settings import pages
from playground.teachers.plan import Claim, Plan, Row, bets, of, playground, run

CIRCLE = Experiment(dataset="circle")
XOR = RUNS["xor/no-hidden-layer"][1].experiment

HIDDEN = Plan(
    title="What a hidden layer is for",
    aim="One neuron draws a line; hidden neurons bend it; depth without an activation function gains nothing.",
    rows=(
        Row(
            5,
            "Everyone bets: how much of XOR can a single perceptron get right?",
            (bets(BY_NAME["perceptron"], "xor"),),
        ),
        Row(
            5,
            "The same with points: guess whether one line separates them, then press **Play**.",
            (run("xor/no-hidden-layer"),),
        ),
        Row(
            10,
            "Add a hidden layer with **+** on the drawing, and neurons to it, until it works. What is the smallest "
            "number? **New weights** is another try: count how often it works.",
            (playground("XOR, without a goal", XOR),),
        ),
        Row(
            10,
            "Point at a hidden neuron: the map shows what it alone sees. Which way does each line run, and how do they "
            "add up?",
            (playground("The circle, with three hidden neurons", CIRCLE.changed(hidden=(3,))),),
        ),
        Row(
            10,
            "Linear neurons: guess first, then compare. Why do more layers not help?",
            (run("linear/linear"), run("linear/tanh")),
        ),
        Row(
            5,
            "A trick, and to wrap up: everyone says in one sentence what a hidden neuron does.",
            (run("features/x12-and-x22"),),
        ),
    ),
    claims=(
        Claim(
            "Without a hidden layer at best {low} to {high} % of the test points of XOR are right in 40 epochs.",
            "xor/no-hidden-layer",
            "best-accuracy",
            40,
            60,
            80,
        ),
        Claim(
            "Two hidden neurons end with {low} to {high} %: never all of them.",
            "xor/4-hidden-neurons",
            "last-accuracy",
            40,
            60,
            90,
            {"hidden": (2,)},
        ),
        Claim(
            "Three end with {low} to {high} %: with some initial weights it works, with others not.",
            "xor/4-hidden-neurons",
            "last-accuracy",
            40,
            65,
            100,
            {"hidden": (3,)},
        ),
        Claim(
            "Four end with {low} to {high} %.",
            "xor/4-hidden-neurons",
            "last-accuracy",
            40,
            92,
            100,
        ),
        Claim(
            "Two linear layers get at best {low} to {high} % of the circle's points right: they draw a line.",
            "linear/linear",
            "best-accuracy",
            40,
            50,
            75,
        ),
        Claim("The same layers with tanh end with {low} to {high} %.", "linear/tanh", "last-accuracy", 40, 98, 100),
        Claim(
            "With x₁² and x₂² a single neuron gets {low} to {high} % right in 20 epochs.",
            "features/x12-and-x22",
            "last-accuracy",
            20,
            99,
            100,
        ),
    ),
    questions={
        "Why does it work with three neurons only sometimes?": "Gradient descent goes downhill from where it begins, "
        "and some beginnings lead into a valley that is not the lowest. **New weights** begins elsewhere.",
        "Why is it never quite 100 %?": "Points beside an axis have the other class close by; the boundary is smooth.",
    },
)

LEARNING = Plan(
    title="How it learns, and how it goes wrong",
    aim="Gradient descent goes downhill, and η is the length of a step; a neuron that is very wrong may learn slowly.",
    rows=(
        Row(
            10,
            "Bet, then see: from which η on does the ball climb out of the bowl? Then reach the deeper valley by hand.",
            (bets(BY_NAME["gradient_descent"], "too-large", "deeper"),),
        ),
        Row(
            10,
            "One step in four phases: forward, cost, backward, update. Press **Mini-batch**, then → and ← for the "
            "phase after and before. Predict the sign of a weight's next change, and check.",
            (playground("Slow motion", CIRCLE.changed(hidden=(3,)), {SPEED.name: SLOW_MOTION}),),
        ),
        Row(
            10,
            "η too large: the run stops by itself, and says at which step. Reset, choose a smaller η, play again.",
            (run("exploding/2"), run("exploding/0-05")),
        ),
        Row(
            10,
            "A neuron that is badly wrong: bet how long it sleeps, and which cost wakes it.",
            (bets(BY_NAME["learning_slowdown"], "wakes", "ratio"), bets(BY_NAME["cross_entropy"], "patience")),
        ),
        Row(
            5,
            "Six sigmoid layers: look at “Error of each layer”. To wrap up: which three things make learning slow?",
            (run("vanishing/sigmoid"), run("vanishing/tanh")),
        ),
    ),
    claims=(
        Claim(
            "With η = 2 the run stops by itself within 5 epochs.",
            "exploding/2",
            "stopped",
            5,
            1,
            1,
        ),
        Claim(
            "Through six sigmoid layers at most {high} times the error of the last one reaches the first.",
            "vanishing/sigmoid",
            "error-share",
            0,
            0,
            0.002,
        ),
        Claim(
            "They learn nothing in 20 epochs: at best {low} to {high} % are right, as a coin would be.",
            "vanishing/sigmoid",
            "best-accuracy",
            20,
            45,
            55,
        ),
        Claim(
            "With tanh they reach {low} to {high} % in the same time.",
            "vanishing/tanh",
            "best-accuracy",
            20,
            90,
            100,
        ),
    ),
    questions={
        "Isn't a larger η always faster?": "Only up to a point: see the bowl. The Gallery has five learning rates on "
        "digits.",
        "Why not start with all weights zero?": "All hidden neurons would do the same for ever. The Gallery shows it: "
        "*All neurons alike*.",
    },
)

MEMORIZING = Plan(
    title="Memorizing is not learning",
    aim="Training and test examples; overfitting; regularization as a preference for small weights.",
    rows=(
        Row(
            5,
            "Draw a digit. Who finds one that the network misreads? **How good is it?** tells how well it reads hands "
            "that it has never met.",
            (of(pages.DIGITS),),
        ),
        Row(
            10,
            "Few points, much noise, many neurons: bet which way the test cost goes, then watch the two drift apart.",
            (run("overfitting/no-regularization"),),
        ),
        Row(
            10,
            "The same with L2. Then raise λ while it runs: what do the weights do?",
            (run("overfitting/l2-lambda-1"),),
        ),
        Row(
            10,
            "Bet what L1 and L2 leave of a weight; then see what each leaves of a network.",
            (
                bets(BY_NAME["regularization"], "zero", "l2-leaves"),
                run("sparsity/l1-lambda-1"),
                run("sparsity/l2-lambda-1"),
            ),
        ),
        Row(5, "The same seed and the same mini-batches, side by side.", (of(pages.COMPARE),)),
        Row(
            5,
            "Bet how much worse a network does on new digits. To wrap up: how would you choose λ, and on which "
            "examples?",
            (bets(BY_NAME["regularization"], "gap"),),
        ),
    ),
    claims=(
        Claim(
            "Without regularization the test cost ends at {low} to {high} times its lowest",
            "overfitting/no-regularization",
            "rise",
            300,
            1.5,
            4,
        ),
        Claim(
            "while {low} to {high} % of the training points are right.",
            "overfitting/no-regularization",
            "training-accuracy",
            300,
            90,
            100,
        ),
        Claim(
            "With L2 it ends at {low} to {high} times its lowest.",
            "overfitting/l2-lambda-1",
            "rise",
            300,
            1,
            1.2,
        ),
        Claim(
            "With L1, {low} to {high} % of the weights end nearly zero, and the disc is still found;",
            "sparsity/l1-lambda-1",
            "nearly-zero",
            60,
            60,
            85,
        ),
        Claim("with L2, only {low} to {high} %.", "sparsity/l2-lambda-1", "nearly-zero", 60, 0, 10),
    ),
    questions={
        "Then why not choose λ on the test examples?": "Because then you have learned from them, too. That is what "
        "validation examples are for; the published results in the Gallery say which were used.",
    },
    more="everyone draws each digit twice under **Teach it** on the Digits page and saves the set; open all the files "
    "at once, teach the network the handwriting of the class, and compare what it reads before and after.",
)


PLANS = (HIDDEN, LEARNING, MEMORIZING)
"""All plans, in the order in which they are taught."""
