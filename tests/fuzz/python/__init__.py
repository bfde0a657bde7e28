"""What reads words and files of strangers, a module each: ``seeds()`` to begin with, ``one(data)`` to try one input.

``one`` returns where an input was read, or refused by an error that is promised for it; what it raises is a fault.
"""
