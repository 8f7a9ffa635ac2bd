using System.CommandLine;
using System.Globalization;
using EdgarApi.Cli.Accounts;
using EdgarApi.Contracts;
using Spectre.Console;

namespace EdgarApi.Cli.Operation;

/// <summary><c>edgar degrade</c>: turns degraded mode on and off.</summary>
internal static class DegradeCommand
{
    public const string Name = "degrade";

    public static Command Create(Terminal terminal)
    {
        var (url, key) = (ApiAddress.CreateUrlOption(), OperatorApi.CreateKeyOption());
        url.Recursive = key.Recursive = true;
        return new Command(Name, "Turn degraded mode on or off: only cached responses, no exports.")
        {
            url, key, CreateOn(terminal, url, key), CreateOff(terminal, url, key),
        };
    }

    private static Command CreateOn(Terminal terminal, Option<string?> url, Option<string?> key)
    {
        var duration = new Option<TimeSpan?>("--for")
        {
            Description = "Time after which the mode ends by itself, such as 30m. Default: EdgarApi:Degraded:DefaultDuration of the API.",
            HelpName = "duration", CustomParser = Duration.Parse,
        };
        var reason = new Option<string>("--reason")
        {
            Description = "Why; /health shows it.", HelpName = "text",
            DefaultValueFactory = _ => $"turned on by {Environment.UserName}",
        };
        var command = new Command("on", "Turn degraded mode on, or give it another end.") { duration, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = OperatorApi.Create(parsed.GetValue(url), parsed.GetValue(key));
            var body = new
            {
                reason = parsed.GetRequiredValue(reason), durationSeconds = (long?)parsed.GetValue(duration)?.TotalSeconds,
            };
            var mode = await api.SendAsync(HttpMethod.Put, ApiRoutes.Degraded, body, cancellation).ConfigureAwait(false);
            var end = mode.GetProperty("endsAt").GetDateTime();
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Degraded mode is on until {end:u}."));
        });
        return command;
    }

    private static Command CreateOff(Terminal terminal, Option<string?> url, Option<string?> key)
    {
        var command = new Command("off", "Turn degraded mode off.");
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = OperatorApi.Create(parsed.GetValue(url), parsed.GetValue(key));
            await api.SendAsync(HttpMethod.Delete, ApiRoutes.Degraded, body: null, cancellation).ConfigureAwait(false);
            terminal.Out.WriteLine("Degraded mode is off.");
        });
        return command;
    }
}
