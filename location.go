package diemnong

// Method says how a complaint's place became known. Values are stored; never
// renumber them.
type Method uint8

// The methods.
const (
	MethodUnknown  Method = iota // stored before methods were, or not located at all
	MethodGiven                  // coordinates of the source
	MethodStated                 // area stated by the source
	MethodGeocoded               // found by its address
	MethodOperator               // set by hand
)

var methodNames = []string{"unknown", "given", "stated", "geocoded", "operator"}

// String is the method's name in the API, such as "geocoded".
func (m Method) String() string { return nameOf(methodNames, int(m)) }

// Unplaced says why a complaint has no point. Values are stored; never renumber
// them.
type Unplaced uint8

// The reasons.
const (
	Placed             Unplaced = iota // there is a point, or nobody looked for one
	UnplacedNoAddress                  // nothing to look up
	UnplacedUnreadable                 // nothing in the address was recognised
	UnplacedElsewhere                  // the address is in another province or country
	UnplacedAmbiguous                  // several places have that name
	UnplacedUnknown                    // the gazetteer has no such street or place
	UnplacedUncertain                  // found, but not surely enough
)

// NumUnplaced is the number of reasons, [Placed] included.
const NumUnplaced = 7

var unplacedNames = []string{"", "no_address", "unreadable", "elsewhere", "ambiguous", "unknown_street", "uncertain"}

// String is the reason's name in the API, such as "no_address"; empty for [Placed].
func (u Unplaced) String() string { return nameOf(unplacedNames, int(u)) }

// UnplacedReasons lists the reasons, without [Placed].
func UnplacedReasons() []Unplaced {
	return []Unplaced{UnplacedNoAddress, UnplacedUnreadable, UnplacedElsewhere, UnplacedAmbiguous, UnplacedUnknown, UnplacedUncertain}
}

// ParseUnplaced reads what [Unplaced.String] writes for a reason.
func ParseUnplaced(s string) (Unplaced, error) {
	u, err := parseEnum[Unplaced]("unplaced", unplacedNames[1:], s)
	if err != nil {
		return Placed, err
	}
	return u + 1, nil
}
