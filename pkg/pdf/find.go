package pdf

import (
	"os"
	"os/exec"
	"strings"
)

// Off is the setting that prints nothing.
const Off = "off"

// Find returns the Chromium to print with: the one that is set (a path, or the ws:// address of one that runs
// beside), else the first that is installed. Empty when there is none or it was switched off.
func Find(setting string) string {
	switch {
	case setting == Off:
		return ""
	case beside(setting):
		return setting
	case setting != "":
		if found, err := exec.LookPath(setting); err == nil {
			return found
		}
		return ""
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// Describe is the start-up line's text for a setting.
func Describe(setting string) string {
	switch found := Find(setting); {
	case found != "" && beside(found):
		return "the Chromium at " + found
	case found != "":
		return found
	case setting == Off:
		return "off: pages are offered for printing"
	case setting != "":
		return "CELAV_CHROMIUM names no program: pages are offered for printing"
	default:
		return "no Chromium found (CELAV_CHROMIUM): pages are offered for printing"
	}
}

func beside(setting string) bool {
	return strings.HasPrefix(setting, "ws://") || strings.HasPrefix(setting, "wss://")
}

// unprivileged reports whether Chromium can keep its own sandbox: it refuses to as root.
func unprivileged() bool { return os.Geteuid() != 0 }
