using System.Net;
using System.Text;
using EdgarApi.Operations.AlertProofs;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Operations.AlertProofs;

/// <summary>A proof with a fake Prometheus, whose causes send the notifications themselves.</summary>
public sealed class AlertProofTests : IDisposable
{
    private readonly string _address = $"http://127.0.0.1:{FreePort.Next()}/";
    private readonly HttpClient _alertmanager = new();
    private readonly HttpClient _prometheus = new(new NoAlerts()) { BaseAddress = new Uri("http://prometheus") };
    private readonly AlertWebhook _webhook;

    public AlertProofTests() => _webhook = AlertWebhook.Start(_address);

    public void Dispose()
    {
        _webhook.Dispose();
        _alertmanager.Dispose();
        _prometheus.Dispose();
    }

    [Fact]
    public async Task An_alert_that_fires_and_is_resolved_is_proved()
    {
        var (report, firing) = (new StringWriter(), new List<string>());
        var proof = new AlertProof(_webhook, _prometheus, Waiting.Limit, report)
        {
            WhileFirstFiresAsync = alert =>
            {
                firing.Add(alert);
                return Task.CompletedTask;
            },
        };

        var proving = proof.RunAsync([new("the primary frozen", CauseAsync, "PrimaryDown")]);
        // Only a notification after the end of the cause counts.
        await Waiting.UntilAsync(async () =>
        {
            await NotifyAsync("PrimaryDown", "resolved");
            return proving.IsCompleted;
        });

        Assert.True(await proving);
        Assert.Equal(["PrimaryDown"], firing);
        Assert.Contains("| `PrimaryDown` | the primary frozen | 0:0", report.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("| `page` |\n", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_without_notifications_is_not_proved()
    {
        var report = new StringWriter();
        var proof = new AlertProof(_webhook, _prometheus, TimeSpan.FromMilliseconds(1), report);

        Assert.False(await proof.RunAsync([new("nothing", _ => Task.CompletedTask, "PrimaryDown")]));

        Assert.Contains("| `PrimaryDown` | nothing | never | never | `` |", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cause_that_fails_ends_the_proof()
    {
        var proof = new AlertProof(_webhook, _prometheus, Waiting.Limit, TextWriter.Null);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => proof.RunAsync([new("a failure", _ => throw new InvalidOperationException(), "PrimaryDown")]));
    }

    private async Task CauseAsync(CancellationToken cancellation)
    {
        await NotifyAsync("PrimaryDown", "firing");
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task NotifyAsync(string alert, string status)
    {
        using var message = new StringContent(
            $$$"""{"receiver":"page","alerts":[{"status":"{{{status}}}","labels":{"alertname":"{{{alert}}}"}}]}""", Encoding.UTF8,
            "application/json");
        using var response = await _alertmanager.PostAsync(new Uri(_address), message, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>Prometheus without active alerts.</summary>
    private sealed class NoAlerts : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"data":{"alerts":[]}}""") });
    }
}
