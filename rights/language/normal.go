package language

// Normal is a text in the form in which two phrases are the same: its plain words, parted by one space, without case, accents and
// punctuation.
func Normal(text string) string { return plainName(text) }
