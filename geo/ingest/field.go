package ingest

import (
	"fmt"
	"slices"
	"strings"
)

// Field is what a column can mean.
type Field uint8

// The fields of a mapping, in the order in which one names them.
const (
	FieldSourceRef Field = iota
	FieldReceivedAt
	FieldDueAt
	FieldClosedAt
	FieldAssignedAt
	FieldReopenedAt
	FieldReopened
	FieldStatus
	FieldChannel
	FieldCategory
	FieldCategoryName
	FieldGroup
	FieldAgency
	FieldAgencyName
	FieldLon
	FieldLat
	FieldX
	FieldY
	FieldArea
	FieldAreaParent
	FieldAddress
	FieldText
	FieldName
	FieldPhone
	FieldEmail

	numFields
)

var fieldNames = [numFields]string{
	FieldSourceRef:    "source_ref",
	FieldReceivedAt:   "received_at",
	FieldDueAt:        "due_at",
	FieldClosedAt:     "closed_at",
	FieldAssignedAt:   "assigned_at",
	FieldReopenedAt:   "reopened_at",
	FieldReopened:     "reopened",
	FieldStatus:       "status",
	FieldChannel:      "channel",
	FieldCategory:     "category",
	FieldCategoryName: "category_name",
	FieldGroup:        "group",
	FieldAgency:       "agency",
	FieldAgencyName:   "agency_name",
	FieldLon:          "lon",
	FieldLat:          "lat",
	FieldX:            "x",
	FieldY:            "y",
	FieldArea:         "area",
	FieldAreaParent:   "area_parent",
	FieldAddress:      "address",
	FieldText:         "text",
	FieldName:         "name",
	FieldPhone:        "phone",
	FieldEmail:        "email",
}

// fields lists all fields.
func fields() []Field {
	all := make([]Field, numFields)
	for i := range all {
		all[i] = Field(i)
	}
	return all
}

// String is the field as a mapping writes it.
func (f Field) String() string { return fieldNames[f] }

// UnmarshalText reads what [Field.String] writes.
func (f *Field) UnmarshalText(text []byte) error {
	at := slices.Index(fieldNames[:], string(text))
	if at < 0 {
		return fmt.Errorf("%s is not a field of a complaint; the fields are %s", text, strings.Join(fieldNames[:], ", "))
	}
	*f = Field(at)
	return nil
}

// needed are the fields that every file must have.
var needed = []Field{FieldSourceRef, FieldReceivedAt}

// coded lists the fields that a mapping can give as a constant or default and
// translate by values.
func coded() []Field {
	return []Field{FieldStatus, FieldChannel, FieldCategory, FieldGroup, FieldAgency}
}

func joinFields(fs []Field) string {
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = f.String()
	}
	return strings.Join(names, ", ")
}

// lengths bound personal texts and references in characters, as the HTTP
// interface does.
var lengths = map[Field]int{
	FieldSourceRef: 200, FieldName: 200, FieldPhone: 40, FieldEmail: 200, FieldAddress: 1000, FieldText: 20_000,
}
