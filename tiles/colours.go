package tiles

import "github.com/diemnong/diemnong"

// Colours and strengths of the styles.
const (
	groundColour   = "#f5f4f0"
	textColour     = "#222222"
	borderColour   = "#6b6b6b"
	hairlineColour = "rgba(120, 60, 20, 0.5)"
	emptyColour    = "rgba(255, 255, 255, 0.4)" // areas without complaints
	fillOpacity    = 0.8                        // the ground stays readable through the data
)

// ramp is ColorBrewer's YlOrBr in six classes (https://colorbrewer2.org):
// light to dark, in order also in grey and for colour-blind eyes.
var ramp = [legendClasses]string{"#ffffd4", "#fee391", "#fec44f", "#fe9929", "#d95f0e", "#993404"}

// classColours are judgements: red first.
var classColours = [diemnong.NumClasses]string{
	diemnong.OnTime:        "#1a7f4b",
	diemnong.Late:          "#e07b00",
	diemnong.Open:          "#2563a8",
	diemnong.Overdue:       "#c1121f",
	diemnong.UndatedOpen:   "#7a8fa6",
	diemnong.UndatedClosed: "#8a8a8a",
}

// get is the expression of a property.
func get(property string) any { return []any{"get", property} }

// step is the expression that colours a value by its class. Fewer classes than
// the ramp has take colours from all over it.
func step(value any, breaks []float64) any {
	if len(breaks) == 0 {
		return ramp[legendClasses/2]
	}
	expression := []any{"step", value, ramp[0]}
	for i, b := range breaks {
		expression = append(expression, b, ramp[(i+1)*(legendClasses-1)/len(breaks)])
	}
	return expression
}

// byClass is the expression that colours a complaint by its class.
func byClass() any {
	expression := []any{"match", get("class")}
	for _, c := range diemnong.Classes() {
		expression = append(expression, c.String(), classColours[c])
	}
	return append(expression, classColours[diemnong.UndatedClosed])
}
