// Slow motion in words: which of the four phases of a step it is, and one weight by the numbers. What is shown multiplies and adds
// up to the result shown.

import { bracketed, digitsOf, digitsOfTerms } from "../shared/checked.js";
import { element, set, write } from "../shared/dom.js";
import { live } from "../shared/live.js";
import { teller } from "../shared/say.js";
import { precise } from "../shared/theme.js";
import { phrase } from "./population.js";

const NAMES = ["Forward", "Cost", "Backward", "Update"];
const BETWEEN = "Next, or →, takes the next mini-batch through the network phase by phase; ← goes back. Mini-batch plays the four phases.";

export default live((root) => {
  const list = element(root, "ol", "", { "aria-label": "phases of a step" });
  const steps = NAMES.map((name, i) => {
    const item = element(list, "li");
    write(item, `${i + 1} ${name}`);
    return item;
  });
  const words = element(root, "p");
  const tell = teller();

  function take({ number, of, told }) {
    steps.forEach((item, i) => {
      set(item, "class", i < (number ?? 0) ? "done" : "");
      set(item, "aria-current", i === number ? "step" : "false");
    });
    const sentence = number === null || !told ? BETWEEN : SENTENCES[number](told, of);
    tell(sentence);
    write(words, sentence);
  }

  return { take, draw: () => {} };
});

const SENTENCES = [forward, cost, backward, update];

function forward({ to, sum, scaled, activation }, of) {
  const mean = of.one ? "" : "mean ";
  const inputs = scaled ? " The inputs are those of your table, scaled to mean 0 and standard deviation 1." : "";
  const rule = `${of.words} ${of.one ? "goes" : "go"} through every layer: z = Σ w·a + b, a = σ(z).${inputs}`;
  const result = `${mean}a = ${precise(activation)}`;
  const z = sum ? `${mean}z = ${weightedInput(sum)}, ` : "";
  return capital(`${rule} At ${to}, ${phrase(of)}: ${z}${result}.`);
}

// "0.8312 · 0.5 + 0.2 · (−0.1) + 0.3 = 0.6956"
function weightedInput({ weights, inputs, bias }) {
  const values = [...weights, ...inputs, bias];
  const add = (all) => weights.reduce((sum, _, i) => sum + all[i] * all[weights.length + i], all.at(-1));
  const digits = digitsOf(values, add);
  const terms = weights.map((w, i) => `${i ? bracketed(w, digits) : precise(w, digits)} · ${bracketed(inputs[i], digits)}`);
  return `${[...terms, bracketed(bias, digits)].join(" + ")} = ${precise(add(values))}`;
}

// The cost without what a regularizer adds is C₀.
const symbol = ({ decay }) => (decay ? "C₀" : "C");

function cost(told, of) {
  return `The outputs are compared with the desired ones. The cost, ${phrase(of)}: ${symbol(told)} = ${mean(told.costs, told.cost)}.`;
}

function backward(told, of) {
  const { from, to, inputs, errors, product } = told;
  const result = meanOfProducts(inputs, errors, product);
  const gradient = `∂${symbol(told)}/∂w`;
  return `The error δ goes back from the output, and ${gradient} is ${of.one ? "" : "the mean of "}a · δ. For the weight from ${from} to ${to}, ${phrase(of)}: ${gradient} = ${result}.`;
}

function update({ from, to, weight, gradient, decay, eta, learns, batch, distorted }, of) {
  const all = gradient + decay;
  const [rule, name] = ["Every weight moves by −η ∂C/∂w.", `weight from ${from} to ${to}`];
  if (!learns) return `${rule} The ${name} does not learn: it stays ${precise(weight)}.`;
  const step = ([w, slope]) => w - eta * slope;
  const digits = digitsOf([weight, all], step);
  const whole = of.one ? ` With the mean over ${batch === 1 ? "the one example" : `all ${batch} examples`} of the mini-batch,` : "";
  const slope = decay ? `${whole} ∂C/∂w = ∂C₀/∂w and the regularizer's part = ${sum(gradient, decay)}.` : whole;
  const moved = `${precise(weight, digits)} − ${eta} · ${bracketed(all, digits)} = ${precise(step([weight, all]))}`;
  return `${rule}${slope} ${whole && !decay ? "the" : "The"} ${name}: ${moved}.${distorted ? " (Training distorts these pictures at random first.)" : ""}`;
}

function sum(one, other) {
  const [first, second] = digitsOfTerms([one, other]);
  return `${precise(one, first)} + ${bracketed(other, second)} = ${precise(one + other)}`;
}

// "(0.1 + 0.3) / 2 = 0.2", or the mean alone where the numbers are too many to be listed.
function mean(values, result) {
  if (values.length < 2) return precise(result);
  const combine = (all) => all.reduce((a, b) => a + b) / all.length;
  const digits = digitsOf(values, combine);
  return `(${values.map((value) => bracketed(value, digits)).join(" + ")}) / ${values.length} = ${precise(combine(values))}`;
}

function meanOfProducts(inputs, errors, result) {
  const m = inputs.length;
  if (!m) return precise(result);
  const combine = (all) => inputs.reduce((total, _, i) => total + all[i] * all[m + i], 0) / m;
  const values = [...inputs, ...errors];
  const digits = digitsOf(values, combine);
  const terms = inputs.map((a, i) => `${i ? bracketed(a, digits) : precise(a, digits)} · ${bracketed(errors[i], digits)}`);
  return `${m > 1 ? `(${terms.join(" + ")}) / ${m}` : terms[0]} = ${precise(combine(values))}`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
