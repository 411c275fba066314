package notify

import (
	"fmt"
	"maps"
	"strings"

	"patchbay/backend/sheet"
)

// compare holds the rows against each other and against what is stored.
func compare(reader *rowReader) {
	ids, userNames, emails := map[string]*importRow{}, map[string]*importRow{}, map[string]*importRow{}
	twice := func(seen map[string]*importRow, key, column string, row *importRow) {
		if key == "" {
			return
		}
		if first, there := seen[key]; there {
			reader.report.blame(row, column, fmt.Sprintf("is in line %d already", first.Line))
			return
		}
		seen[key] = row
	}
	for _, row := range reader.rows {
		if row.Unread {
			continue
		}
		twice(userNames, strings.ToLower(row.person.UserName), AttributeUserName, row)
		twice(emails, foldAddress(row.person.Email), AttributeEmail, row)
		if id := row.person.ID; id != "" {
			if first, there := ids[id]; there && !row.Bad {
				reader.report.blame(row, "", fmt.Sprintf("is the person of line %d", first.Line))
			} else if !there {
				ids[id] = row
			}
		}
	}
	for _, row := range reader.rows {
		if !row.Unread && !row.Bad {
			judge(reader, row, ids)
		}
	}
}

// judge finds what a row would do, and whether it takes what belongs to somebody
// whom the file does not change.
func judge(reader *rowReader, row *importRow, ids map[string]*importRow) {
	taken := func(other *entry, column string) {
		if other == nil || other.ID == row.person.ID {
			return
		}
		if holder := ids[other.ID]; holder == nil || holder.Bad {
			reader.report.blame(row, column, "belongs to "+other.Shown()+", who is stored already")
		}
	}
	if row.person.UserName != "" {
		taken(reader.known.byUserName[strings.ToLower(row.person.UserName)], AttributeUserName)
	}
	if row.person.Email != "" {
		taken(reader.known.byEmail[foldAddress(row.person.Email)], AttributeEmail)
	}
	stored := reader.known.byID[row.person.ID]
	switch {
	case stored == nil:
		row.Effect = sheet.EffectNew
	case sameValues(stored.Person, row.person):
		row.Effect = sheet.EffectUnchanged
	default:
		row.Effect = sheet.EffectChanged
	}
}

func sameValues(a, b Person) bool {
	return a.Name == b.Name && a.UserName == b.UserName && a.Email == b.Email && maps.Equal(a.Attributes, b.Attributes)
}

// fits refuses more people than a deployment may have, and more rows than one
// transaction can hold.
func fits(rows []*importRow, people int) error {
	if people > maxPeople {
		return csvCodes().FaultTooLarge(fmt.Sprintf("the deployment would have %d people, and at most %d can be kept", people, maxPeople))
	}
	return sheet.Fits(csvCodes(), rows)
}
