"""The site: in goes a store, out comes a web application that shows it, checks drafts and takes corrections.

`library` reads the store, `index` finds in it, `app` puts the routes together; the pages are those of the report
(publish/pages). The server reads while a run writes: it holds on to one commit until it has read the next.
"""
