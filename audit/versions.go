package audit

// KnowsOtherRights reports whether the log has read a record with this identifier that says something else about its
// rights. What was erased is not known any more.
func (l *Log) KnowsOtherRights(identifier, rights string) (known bool, err error) {
	err = l.readers.QueryRow(`
		SELECT EXISTS (SELECT 1 FROM reading WHERE identifier = ? AND rights <> ?)`, identifier, rights).Scan(&known)
	if err != nil {
		return false, fault("looking for other versions in the trail "+l.path, err)
	}
	return known, nil
}
