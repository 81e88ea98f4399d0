// Package pdf prints a page of ours to PDF with headless Chromium: Arabic is joined, the text can be copied, and the
// document is tagged for screen readers.
//
// The page comes as a string. Chromium reaches no network: what the page asks for is answered by the handler of our
// own assets, and everything else fails; scripts do not run. Where there is no Chromium, Print is Unavailable and the
// caller offers the page itself for printing.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/fetch"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/remote"

	"github.com/celav/celav/pkg/fault"
)

// Bounds of one print.
const (
	MaxHTML     = 2 << 20
	MaxPDF      = 16 << 20
	within      = 20 * time.Second
	startWithin = 20 * time.Second
	together    = 2 // prints at once: each takes a renderer process
)

// Printer prints pages. It starts one browser at the first print and keeps it warm until Close.
type Printer struct {
	chromium string
	assets   http.Handler
	turns    chan struct{}

	mu      sync.Mutex
	browser context.Context // nil until the first print, and after the browser died
	stop    context.CancelFunc
	closed  bool
}

// New makes a printer for the Chromium that the setting finds. assets answers what a page asks for below its own
// origin: styles, fonts, icons.
func New(setting string, assets http.Handler) *Printer {
	return &Printer{chromium: Find(setting), assets: assets, turns: make(chan struct{}, together)}
}

// Available reports whether there is something to print with. A nil printer has nothing.
func (p *Printer) Available() bool { return p != nil && p.chromium != "" }

// Print makes the PDF of a whole HTML document. Unavailable when there is no Chromium, it does not start, or the print
// takes too long.
func (p *Printer) Print(ctx context.Context, html []byte) ([]byte, error) {
	if !p.Available() {
		return nil, fault.New(fault.Unavailable, "No PDF can be made here. Print the page instead.")
	}
	if len(html) > MaxHTML {
		return nil, fault.New(fault.Precondition, "The page is too long for a PDF.")
	}
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn to print: %w", ctx.Err())
	}
	browser, err := p.warm()
	if err != nil {
		return nil, err
	}
	data, err := p.printIn(ctx, browser, html)
	switch {
	case err == nil && len(data) > MaxPDF:
		return nil, fault.New(fault.Precondition, "The PDF is too large.")
	case err == nil:
		return data, nil
	case ctx.Err() != nil:
		return nil, fmt.Errorf("print a page: %w", ctx.Err())
	default:
		p.drop(browser)
		return nil, fault.New(fault.Unavailable, "The PDF could not be made. Print the page instead.").Because(err)
	}
}

// printIn opens a tab, puts the document in it, and prints it.
func (p *Printer) printIn(ctx, browser context.Context, html []byte) ([]byte, error) {
	tab, closeTab := chromedp.NewContext(browser)
	defer closeTab()
	release := context.AfterFunc(ctx, closeTab)
	defer release()
	if err := chromedp.Do(tab); err != nil { // opens the tab
		return nil, fmt.Errorf("open a tab: %w", err)
	}
	var answers sync.WaitGroup
	defer answers.Wait()
	bounded, cancel := context.WithTimeout(tab, within)
	defer cancel()
	err := chromedp.Listen(bounded, func(event any) {
		if paused, ok := event.(*fetch.EventRequestPaused); ok {
			answers.Go(func() { p.answer(bounded, paused, html) })
		}
	})
	if err != nil {
		return nil, fmt.Errorf("listen to a tab: %w", err)
	}
	err = chromedp.Do(bounded, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, fetch.Enable, fetch.EnableParams{}); err != nil {
			return fmt.Errorf("take over the requests: %w", err)
		}
		if _, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			return fmt.Errorf("switch scripts off: %w", err)
		}
		if _, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
			return fmt.Errorf("choose the medium: %w", err)
		}
		return nil
	}), chromedp.Navigate(origin+"/"))
	if err != nil {
		return nil, fmt.Errorf("load the page: %w", err)
	}
	data, err := chromedp.Run(bounded, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4), func(o *page.PrintToPDFParams) {
		yes := true
		o.PrintBackground, o.PreferCSSPageSize, o.GenerateTaggedPDF, o.GenerateDocumentOutline = &yes, &yes, &yes, &yes
	}))
	if err != nil {
		return nil, fmt.Errorf("print the page: %w", err)
	}
	return data, nil
}

// warm returns the running browser, starting one when there is none.
func (p *Printer) warm() (context.Context, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil, fault.New(fault.Unavailable, "The service is stopping.")
	}
	if p.browser != nil && p.browser.Err() == nil {
		return p.browser, nil
	}
	if p.stop != nil {
		p.stop()
	}
	// The browser outlives the request that starts it.
	allocator, stopAllocator := allocate(context.Background(), p.chromium)
	browser, stopBrowser := chromedp.NewContext(allocator)
	stop := func() {
		stopBrowser()
		stopAllocator()
	}
	late := time.AfterFunc(startWithin, stop)
	err := chromedp.Do(browser)
	late.Stop()
	if err != nil {
		stop()
		return nil, fault.New(fault.Unavailable, "No PDF can be made now. Print the page instead.").Because(fmt.Errorf("start Chromium: %w", err))
	}
	p.browser, p.stop = browser, stop
	return browser, nil
}

func allocate(ctx context.Context, chromium string) (context.Context, context.CancelFunc) {
	if beside(chromium) {
		return remote.NewAllocator(ctx, chromium)
	}
	options := append(append([]chromedp.ExecAllocatorOption{}, chromedp.DefaultExecAllocatorOptions[:]...),
		chromedp.ExecPath(chromium),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND"),
	)
	if !unprivileged() {
		options = append(options, chromedp.NoSandbox)
	}
	return chromedp.NewExecAllocator(ctx, options...)
}

// drop forgets a browser in which a print failed, so that the next print starts a new one.
func (p *Printer) drop(browser context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.browser != browser {
		return
	}
	p.stop()
	p.browser, p.stop = nil, nil
}

// Close stops the browser and waits until it is gone.
func (p *Printer) Close() error {
	if p == nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.browser == nil {
		return nil
	}
	err := chromedp.Cancel(p.browser)
	p.stop()
	p.browser, p.stop = nil, nil
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("stop Chromium: %w", err)
	}
	return nil
}
