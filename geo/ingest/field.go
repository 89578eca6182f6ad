package ingest

import (
	"slices"
	"strings"
)

// Field is what a column can mean.
type Field string

// The fields of a mapping.
const (
	FieldSourceRef    Field = "source_ref"
	FieldReceivedAt   Field = "received_at"
	FieldDueAt        Field = "due_at"
	FieldClosedAt     Field = "closed_at"
	FieldAssignedAt   Field = "assigned_at"
	FieldReopenedAt   Field = "reopened_at"
	FieldReopened     Field = "reopened"
	FieldStatus       Field = "status"
	FieldChannel      Field = "channel"
	FieldCategory     Field = "category"
	FieldCategoryName Field = "category_name"
	FieldGroup        Field = "group"
	FieldAgency       Field = "agency"
	FieldAgencyName   Field = "agency_name"
	FieldLon          Field = "lon"
	FieldLat          Field = "lat"
	FieldX            Field = "x"
	FieldY            Field = "y"
	FieldArea         Field = "area"
	FieldAreaParent   Field = "area_parent"
	FieldAddress      Field = "address"
	FieldText         Field = "text"
	FieldName         Field = "name"
	FieldPhone        Field = "phone"
	FieldEmail        Field = "email"
)

// fields lists all fields in the order in which a mapping names them.
var fields = [...]Field{
	FieldSourceRef, FieldReceivedAt, FieldDueAt, FieldClosedAt, FieldAssignedAt, FieldReopenedAt, FieldReopened,
	FieldStatus, FieldChannel, FieldCategory, FieldCategoryName, FieldGroup, FieldAgency, FieldAgencyName,
	FieldLon, FieldLat, FieldX, FieldY, FieldArea, FieldAreaParent,
	FieldAddress, FieldText, FieldName, FieldPhone, FieldEmail,
}

// needed are the fields that every file must have.
var needed = []Field{FieldSourceRef, FieldReceivedAt}

// number is the field's place in fields, -1 for an unknown one.
func (f Field) number() int { return slices.Index(fields[:], f) }

// coded lists the fields that a mapping can give as a constant or default and
// translate by values.
func coded() []Field {
	return []Field{FieldStatus, FieldChannel, FieldCategory, FieldGroup, FieldAgency}
}

func joinFields(fs []Field) string {
	names := make([]string, len(fs))
	for i, f := range fs {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}

// lengths bound personal texts and references in characters, as the HTTP
// interface does.
var lengths = map[Field]int{
	FieldSourceRef: 200, FieldName: 200, FieldPhone: 40, FieldEmail: 200, FieldAddress: 1000, FieldText: 20_000,
}
