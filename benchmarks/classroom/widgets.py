"""What a browser says of each widget when it first appears: its value, which every later message repeats."""

from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState


def state_of(kind: str, element: Any) -> WidgetState | None:
    """The state of a widget as the server has just described it; None for what has none, such as a button."""
    state = WidgetState(id=getattr(element, "id", ""))
    told = getattr(element, "set_value", False)
    match kind:
        case "text_input" | "text_area":
            state.string_value = element.value if told else element.default
        case "checkbox":
            state.bool_value = element.value if told else element.default
        case "slider":
            state.double_array_value.data.extend(element.value if told else element.default)
        case "selectbox":
            state.string_value = element.raw_value if told else element.options[element.default]
        case "button_group":
            labels = [option.content for option in element.options]
            state.string_array_value.data.extend(
                element.raw_values if told else [labels[index] for index in element.default]
            )
        case "multiselect":
            state.string_array_value.data.extend(
                element.raw_values if told else [element.options[index] for index in element.default]
            )
        case _:
            return None
    return state
