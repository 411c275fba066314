package render

// Withheld counts what the gates keep out of a mail, so that whoever looks at what is
// left knows that it is not all.
type Withheld struct {
	Remote int // images that stand elsewhere
	Images int // other images: missing, too large, or none
	Links  int // they lead nowhere that is safe; their text stays
	Styles int // declarations and rules
	Markup int // elements and attributes
}

// withheld counts to the end, however little of it is told one by one.
func (d *document) withheld() Withheld {
	return Withheld{
		Remote: d.images.remote, Images: d.counted[CodeUnsafeImage] - d.images.remote,
		Links: d.counted[CodeUnsafeLink], Styles: d.counted[CodeUnsafeStyle], Markup: d.counted[CodeUnsafeMarkup],
	}
}
