"""The notes: the subject from the perceptron to the ReLU as one text, each idea with its live exhibit in place."""
