package notify

import (
	"fmt"
	"maps"
	"strings"
)

// compare holds the rows against each other and against what is stored.
func compare(reader *rowReader) {
	ids, userNames, emails := map[string]*importRow{}, map[string]*importRow{}, map[string]*importRow{}
	twice := func(seen map[string]*importRow, key, column string, row *importRow) {
		if key == "" {
			return
		}
		if first, there := seen[key]; there {
			reader.report.blame(row, column, fmt.Sprintf("is in line %d already", first.line))
			return
		}
		seen[key] = row
	}
	for _, row := range reader.rows {
		if row.unread {
			continue
		}
		twice(userNames, strings.ToLower(row.person.UserName), AttributeUserName, row)
		twice(emails, foldAddress(row.person.Email), AttributeEmail, row)
		if id := row.person.ID; id != "" {
			if first, there := ids[id]; there && !row.bad {
				reader.report.blame(row, "", fmt.Sprintf("is the person of line %d", first.line))
			} else if !there {
				ids[id] = row
			}
		}
	}
	for _, row := range reader.rows {
		if !row.unread && !row.bad {
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
		if holder := ids[other.ID]; holder == nil || holder.bad {
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
		row.effect = EffectNew
	case sameValues(stored.Person, row.person):
		row.effect = EffectUnchanged
	default:
		row.effect = EffectChanged
	}
}

func sameValues(a, b Person) bool {
	return a.Name == b.Name && a.UserName == b.UserName && a.Email == b.Email && maps.Equal(a.Attributes, b.Attributes)
}

// fits refuses what one transaction cannot hold: an import is stored whole or not
// at all.
func fits(rows []*importRow, people int) error {
	if people > maxPeople {
		return csvTooLarge(fmt.Sprintf("the deployment would have %d people, and at most %d can be kept", people, maxPeople))
	}
	size := 0
	for _, row := range rows {
		if !row.bad && row.effect != EffectUnchanged {
			size += row.size
		}
	}
	if size <= maxImport {
		return nil
	}
	return csvTooLarge(fmt.Sprintf("the file would store about %d MiB at once, and at most %d MiB can be", size>>20, maxImport>>20))
}
