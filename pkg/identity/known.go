package identity

import "context"

// Resolve says who a subject is now, for what answers without a session: a private link that somebody gave a program. It
// knows a withdrawn role as late as a session does.
func (i *Identity) Resolve(ctx context.Context, subject string) (Principal, error) {
	return i.directory.Resolve(ctx, subject)
}
