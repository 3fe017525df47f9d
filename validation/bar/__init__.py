"""How exact the bar's path and speed are on rendered lifters with plates of 450 mm."""
