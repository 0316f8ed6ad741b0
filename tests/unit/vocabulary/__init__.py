"""The words of the language, in all that is made of a spec."""
