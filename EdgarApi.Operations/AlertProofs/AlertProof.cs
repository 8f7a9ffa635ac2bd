using System.Globalization;
using System.Text.Json.Nodes;

namespace EdgarApi.Operations.AlertProofs;

/// <summary>
/// Proves alerts on a running system, one cause after the other: waits until Alertmanager notifies a webhook that the alerts fire, ends
/// the cause, and waits until they are resolved.
/// </summary>
/// <param name="webhook">The receiver of the notifications.</param>
/// <param name="prometheus">A client of Prometheus.</param>
/// <param name="patience">How long to wait for a notification.</param>
/// <param name="report">Where the table of results goes, one row per alert with the times.</param>
public sealed class AlertProof(AlertWebhook webhook, HttpClient prometheus, TimeSpan patience, TextWriter report)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private bool _failed;

    /// <summary>Runs while the first alert fires.</summary>
    public Func<string, Task> WhileFirstFiresAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Returns whether every alert fired and was resolved.</summary>
    public async Task<bool> RunAsync(IReadOnlyList<AlertCause> causes)
    {
        _failed = false;
        await report.WriteLineAsync(
            "| alert | cause | fired after | resolved after | receiver |\n| --- | --- | --- | --- | --- |").ConfigureAwait(false);
        List<Task> pending = [];
        foreach (var cause in causes)
        {
            if (!await BecomesQuietAsync(cause.Alerts).ConfigureAwait(false))
            {
                await WriteRowAsync(cause.Alerts[0], cause, "was active before", "", null).ConfigureAwait(false);
                _failed = true;
                continue;
            }

            var (began, ended) = await ProveAsync(cause, isFirst: cause == causes[0]).ConfigureAwait(false);
            // These outlast the cause; the next one need not wait for them.
            pending.AddRange(cause.Later.Select(alert => ProveLaterAsync(alert, cause, began, ended)));
        }

        await Task.WhenAll(pending).ConfigureAwait(false);
        return !_failed;
    }

    private async Task<(DateTimeOffset Began, DateTimeOffset Ended)> ProveAsync(AlertCause cause, bool isFirst)
    {
        using var ending = new CancellationTokenSource();
        var began = DateTimeOffset.UtcNow;
        var running = Task.Run(() => cause.RunAsync(ending.Token), CancellationToken.None);
        var fired = await Task.WhenAll(cause.Alerts.Select(alert => webhook.WaitAsync(alert, "firing", began, patience, running)))
            .ConfigureAwait(false);
        if (isFirst) await WhileFirstFiresAsync(cause.Alerts[0]).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        var ended = DateTimeOffset.UtcNow;
        foreach (var (alert, firing) in cause.Alerts.Zip(fired))
            await FinishAsync(alert, cause, firing, began, ended, resolvedAfter: ended, patience).ConfigureAwait(false);
        return (began, ended);
    }

    private async Task ProveLaterAsync(string alert, AlertCause cause, DateTimeOffset began, DateTimeOffset ended)
    {
        var firing = await webhook.WaitAsync(alert, "firing", began, patience, Task.CompletedTask).ConfigureAwait(false);
        await FinishAsync(alert, cause, firing, began, ended, resolvedAfter: firing?.At ?? ended, 3 * patience).ConfigureAwait(false);
    }

    /// <summary>Waits until an alert that fired is resolved, and writes its row.</summary>
    private async Task FinishAsync(
        string alert, AlertCause cause, AlertNotification? firing, DateTimeOffset began, DateTimeOffset ended, DateTimeOffset resolvedAfter,
        TimeSpan limit)
    {
        var resolved = firing is null
            ? null
            : await webhook.WaitAsync(alert, "resolved", resolvedAfter, limit, Task.CompletedTask).ConfigureAwait(false);
        if (resolved is null) _failed = true;
        await WriteRowAsync(alert, cause, Show(firing, began), Show(resolved, ended), firing).ConfigureAwait(false);
    }

    /// <summary>Waits until alerts are inactive: one that already fires sends no second notification.</summary>
    private async Task<bool> BecomesQuietAsync(IReadOnlyList<string> alerts)
    {
        for (var end = DateTimeOffset.UtcNow + patience; DateTimeOffset.UtcNow < end; await Task.Delay(Pause).ConfigureAwait(false))
        {
            var answer = JsonNode.Parse(
                await prometheus.GetStringAsync(new Uri("/api/v1/alerts", UriKind.Relative)).ConfigureAwait(false));
            if (!answer!["data"]!["alerts"]!.AsArray().Any(alert => alerts.Contains((string)alert!["labels"]!["alertname"]!))) return true;
        }

        return false;
    }

    private Task WriteRowAsync(string alert, AlertCause cause, string fired, string resolved, AlertNotification? firing) =>
        report.WriteLineAsync($"| `{alert}` | {cause.What} | {fired} | {resolved} | `{firing?.Receiver}` |");

    private static string Show(AlertNotification? notification, DateTimeOffset since) =>
        notification is null ? "never" : (notification.At - since).ToString(@"m\:ss", CultureInfo.InvariantCulture);
}
