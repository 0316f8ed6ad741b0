"""Reading a meter into a dump, over a transport that is a meter itself."""
