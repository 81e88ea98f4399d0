package audit

import "time"

// VerifyEvery shortens the day, for tests.
func (r *Recorder) VerifyEvery(d time.Duration) { r.verify = d }
