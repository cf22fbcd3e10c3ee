import Notes
emptyCall()
