using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>The operators' page in a browser. It records the page's errors and requests.</summary>
internal sealed class OpsBrowser : IAsyncDisposable
{
    /// <summary>Milliseconds that are enough for a busy machine.</summary>
    public static readonly float Patience = (float)Waiting.Limit.TotalMilliseconds;

    private readonly IBrowserContext _context;

    public OpsBrowser(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") Complaints.Enqueue($"{message.Location}: {message.Text}");
        };
        page.PageError += (_, error) => Complaints.Enqueue(error);
        page.Request += (_, request) => Requests.Enqueue(new Uri(request.Url));
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and unhandled exceptions.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public ConcurrentQueue<Uri> Requests { get; } = new();

    /// <summary>Enters a key.</summary>
    public async Task SignInAsync(string key)
    {
        await Page.GetByLabel("Operator's API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
    }

    /// <summary>Selects a dashboard, and waits until each of its panels is there.</summary>
    /// <returns>The texts of the panels by their titles.</returns>
    public async Task<IReadOnlyDictionary<string, string>> SelectAsync(string dashboard, IReadOnlyList<string> panels)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = dashboard }).ClickAsync();
        foreach (var title in panels) await Page.GetByRole(AriaRole.Heading, new() { Name = title, Exact = true }).WaitForAsync();
        var texts = await Page.Locator(".panel").AllInnerTextsAsync();
        return texts.Zip(await Page.Locator(".panel > h2").AllInnerTextsAsync()).ToDictionary(panel => panel.Second, panel => panel.First);
    }

    /// <summary>Number of panels with a chart that has points.</summary>
    public Task<int> CountChartsAsync() =>
        Page.EvaluateAsync<int>("() => document.querySelectorAll('.panel:has(svg :is(polyline, circle))').length");

    /// <summary>Pixels by which the page is wider than the window.</summary>
    public Task<int> GetOverflowAsync() =>
        Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
