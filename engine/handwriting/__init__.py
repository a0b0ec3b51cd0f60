"""Handwritten digits: read, drawn, distorted and made up; and the network that ships with the package."""
