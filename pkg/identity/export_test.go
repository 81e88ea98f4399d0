package identity

// Foreign is foreign, for tests.
func Foreign(subject string) error { return foreign(subject) }
