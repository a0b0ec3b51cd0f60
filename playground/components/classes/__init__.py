"""Views of a class: the bar that every page of a member has, and the room on the page of the class."""
