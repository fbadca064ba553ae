"""How right are quotations? PolNeAR, GUM news and our own gold in; figures by kind, for us and for rivals, out."""
