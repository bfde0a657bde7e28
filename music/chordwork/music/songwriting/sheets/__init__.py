"""A finished plan for others: song sheets, ChordPro, the band, ready-made inputs for tabs and suggestions."""
