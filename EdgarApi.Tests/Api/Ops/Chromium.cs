using Microsoft.Playwright;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>Headless Chromium for the tests of one class. Each page has its own context, so it finds nothing of the others.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Programs = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>What the variable names, otherwise Debian's Chromium or another.</summary>
    private static readonly string? Program = Environment.GetEnvironmentVariable("CHROMIUM") ?? Programs.FirstOrDefault(File.Exists);

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assert.True(Program is not null, "Chromium is missing. Install it, or name it in the variable CHROMIUM.");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program, Args = ["--no-sandbox", "--disable-gpu"], Timeout = OpsBrowser.Patience,
        });
    }

    /// <summary>Opens the operators' page, which asks for a key.</summary>
    internal async Task<OpsBrowser> OpenAsync(Uri server, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 }, BaseURL = $"{server}",
        });
        var opened = new OpsBrowser(context, await context.NewPageAsync());
        await opened.Page.GotoAsync("/ops");
        return opened;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
