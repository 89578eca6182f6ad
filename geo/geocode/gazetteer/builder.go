package gazetteer

// Builder collects entries. Its methods copy what they keep, so that callers
// may reuse the memory. The zero value is ready; it is not for concurrent use.
type Builder struct {
	streets   []Street
	addresses []Address
	places    []Place
	aliases   []AreaAlias
}

// AddStreet adds a street.
func (b *Builder) AddStreet(s *Street) { b.streets = append(b.streets, *s) }

// AddAddress adds an address point. public says whether an answer may repeat it.
func (b *Builder) AddAddress(a *Address, public bool) { b.addresses = append(b.addresses, *a) }

// AddPlace adds a place.
func (b *Builder) AddPlace(p *Place) { b.places = append(b.places, *p) }

// AddAlias adds another name of an area.
func (b *Builder) AddAlias(a AreaAlias) { b.aliases = append(b.aliases, a) }

// Build makes the gazetteer of a version. The builder must not be used any more.
func (b *Builder) Build(version int64) *Gazetteer { return &Gazetteer{Version: version} }

// Gazetteer is the compact, immutable form. It is safe for concurrent use.
type Gazetteer struct {
	Version int64 // of the stored gazetteer that it was made from
}
