package tiles

import "maps"

// vectorLayers lists the layers of a layer's tiles with what their features carry.
func vectorLayers(l Layer) []VectorLayer {
	layers := layersOf(l.Kind)
	if l.compares() {
		for _, v := range layers {
			maps.Copy(v.Fields, changeFields())
		}
	}
	return layers
}

func layersOf(k Kind) []VectorLayer {
	switch k {
	case Areas:
		return []VectorLayer{
			{ID: layerAreas, Description: "Areas with the measures of all their complaints", Fields: areaFields()},
			{ID: layerLabels, Description: "A point for each area's name", Fields: labelFields()},
		}
	case Complaints:
		return []VectorLayer{
			{ID: layerComplaints, Description: "Single complaints with a known place", Fields: complaintFields()},
			{ID: layerTruncated, Description: "Present when a tile shows only the newest complaints", Fields: truncatedFields()},
		}
	default:
		return []VectorLayer{
			{ID: layerCells, Description: "Hexagons (H3) with the measures of all their complaints", Fields: cellFields()},
		}
	}
}

func measureFields() map[string]string {
	return map[string]string{
		measureN:            "Number: complaints",
		"on_time":           "Number: closed at or before the due time",
		"late":              "Number: closed after the due time",
		"open":              "Number: not closed, due at or after the moment",
		"overdue":           "Number: not closed, due before the moment",
		"undated_open":      "Number: not closed, without a due time",
		"undated_closed":    "Number: closed, without a due time or at an unknown time",
		measureReopened:     "Number: opened again at least once",
		measureOnTimeRate:   "Number: on_time / (on_time + late + overdue); absent when that is 0",
		measureOverdueShare: "Number: overdue / n; absent when n is 0",
		measureMedian:       "Number: median handling time in seconds; absent when there is none",
		measureP90:          "Number: handling time that nine in ten do not exceed, in seconds; absent when there is none",
		measurePerKM2:       "Number: complaints per square kilometre; absent when the area is unknown",
	}
}

func cellFields() map[string]string {
	f := measureFields()
	maps.Copy(f, map[string]string{
		"h3":  "String: H3 index in hexadecimal",
		"res": "Number: H3 resolution",
	})
	return f
}

func areaFields() map[string]string {
	f := measureFields()
	maps.Copy(f, map[string]string{
		"set":          "String: area set",
		"level":        "String: level of the area set",
		"code":         "String: code, unique in the set",
		"name":         "String: name",
		"name_en":      "String: English name; absent when unknown",
		"parent":       "String: code of the area that holds it; absent at the top",
		measurePer1000: "Number: complaints per 1,000 residents; absent when their number is unknown",
		"approximate":  "Boolean: the outline is not an official one",
	})
	return f
}

func labelFields() map[string]string {
	return map[string]string{
		"code":    "String: code, unique in the set",
		"name":    "String: name",
		"name_en": "String: English name; absent when unknown",
		measureN:  "Number: complaints",
	}
}

// changeFields are what all features of a layer that compares carry.
func changeFields() map[string]string {
	return map[string]string{
		measureNBefore: "Number: complaints of the window that is compared with",
		measureChange:  "Number: n − n_before; may be negative",
	}
}

func complaintFields() map[string]string {
	return map[string]string{
		"id":          "Number: complaint",
		"category":    "String: category code",
		"group":       "String: category group code",
		"agency":      "String: code of the handling agency; absent when unknown",
		"status":      "String: received, assigned, in_progress, resolved or rejected",
		"class":       "String: on_time, late, open, overdue, undated_open or undated_closed",
		"channel":     "String: the way it came in",
		"quality":     "String: point or street",
		"received_at": "Number: Unix seconds",
		"due_at":      "Number: Unix seconds; absent when there is no due time",
	}
}

func truncatedFields() map[string]string {
	return map[string]string{"shown": "Number: complaints in the tile, of more that there are"}
}
