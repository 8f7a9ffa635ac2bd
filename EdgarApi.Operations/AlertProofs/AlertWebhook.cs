using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace EdgarApi.Operations.AlertProofs;

/// <summary>A notification of Alertmanager.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Status"><c>firing</c> or <c>resolved</c>.</param>
/// <param name="Receiver">Whom Alertmanager notifies: <c>page</c> or <c>ticket</c>.</param>
/// <param name="At">When the notification arrived.</param>
public sealed record AlertNotification(string Alert, string Status, string Receiver, DateTimeOffset At);

/// <summary>A webhook that receives the notifications of Alertmanager.</summary>
public sealed class AlertWebhook : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<AlertNotification> _received = new();

    private AlertWebhook()
    {
    }

    /// <summary>Listens at an address, which ends with a slash.</summary>
    public static AlertWebhook Start(string address)
    {
        var webhook = new AlertWebhook();
        webhook._listener.Prefixes.Add(address);
        webhook._listener.Start();
        _ = webhook.ReceiveAsync();
        return webhook;
    }

    /// <summary>Waits for a notification that arrives after a time; null if none does in time.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="status">The status.</param>
    /// <param name="after">The time.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cause">The work that makes the alert fire. If it fails, so does the wait.</param>
    public async Task<AlertNotification?> WaitAsync(
        string alert, string status, DateTimeOffset after, TimeSpan patience, Task cause)
    {
        for (var end = DateTimeOffset.UtcNow + patience; DateTimeOffset.UtcNow < end;)
        {
            if (_received.FirstOrDefault(candidate => candidate.Alert == alert && candidate.Status == status && candidate.At > after)
                is { } found) return found;
            if (cause.IsFaulted) await cause.ConfigureAwait(false);
            await Task.Delay(Pause).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Close();

    private async Task ReceiveAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync().ConfigureAwait(false);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return; // closed
            }

            using var message = await JsonDocument.ParseAsync(context.Request.InputStream).ConfigureAwait(false);
            foreach (var alert in message.RootElement.GetProperty("alerts").EnumerateArray())
            {
                _received.Enqueue(new AlertNotification(
                    alert.GetProperty("labels").GetProperty("alertname").GetString()!, alert.GetProperty("status").GetString()!,
                    message.RootElement.GetProperty("receiver").GetString()!, DateTimeOffset.UtcNow));
            }

            context.Response.Close();
        }
    }
}
