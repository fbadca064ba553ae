"""Pages: in go stories, out come typed views of them and the HTML that report and site share.

A view holds everything that a screen or a JSON answer tells, and nothing else: places with their words and short
context, never whole articles unless asked for; handles of private posters are masked. `lookup` cuts the words, one
module a screen makes its view, `render` makes HTML of it with the templates beside it.
"""
