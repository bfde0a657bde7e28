"""How a file of each format is heard: which decoder gets which of its bytes, and what is cut or said."""
