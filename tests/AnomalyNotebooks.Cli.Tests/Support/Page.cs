using AnomalyNotebooks.Cli.Images;
using Microsoft.Playwright;

namespace AnomalyNotebooks.Cli.Tests.Support;

/// <summary>A page opened in a headless browser, with everything it complained about.</summary>
internal sealed class Page : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<string> complaints = [];

    private Page(IPlaywright playwright, IBrowser browser, IPage content)
    {
        this.playwright = playwright;
        this.browser = browser;
        Content = content;
        content.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add(message.Text);
        };
        content.PageError += (_, error) => complaints.Add(error);
        content.RequestFailed += (_, request) => complaints.Add($"failed: {request.Url}");
    }

    public IPage Content { get; }

    /// <summary>Errors and warnings on the console, exceptions, requests that failed.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>Opens a file; skips the test where there is no browser.</summary>
    public static async Task<Page> OpenAsync(string file, ColorScheme theme = ColorScheme.Light, int width = 1280, int height = 900,
        bool touch = false)
    {
        Assert.SkipWhen(Browser.Find() is null, "no Chromium, Chrome or Edge on this machine");
        IPlaywright driver = await Playwright.CreateAsync();
        IBrowser chromium = await driver.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Browser.Find()!.Program,
            Args = ["--no-sandbox"] });
        IBrowserContext context = await chromium.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = theme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HasTouch = touch,
            Offline = true,
        });
        var page = new Page(driver, chromium, await context.NewPageAsync());
        await page.Content.GotoAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.CloseAsync();
        playwright.Dispose();
    }
}
