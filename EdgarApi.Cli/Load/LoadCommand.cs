using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Contracts.Objectives;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Report;
using EdgarApi.LoadTesting.Scenarios;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary><c>edgar load</c>: runs a load test against an API and compares the results with the service levels.</summary>
internal sealed class LoadCommand
{
    public const string Name = "load";

    // Guards against typing errors.
    private const int MaxRequestsPerSecond = 50_000;
    private const int MaxUsers = 10_000;

    private readonly Argument<string> _scenario = new Argument<string>("scenario")
    {
        Description = $"One of {string.Join(", ", Catalog.Scenarios.Keys)}.",
    }.AcceptOnlyFromAmong([.. Catalog.Scenarios.Keys]);

    private readonly Option<string> _url = new("--url") { Description = "Base URL of the API.", HelpName = "url", Required = true };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "API key. Default: EDGAR_API_KEY from the environment.", HelpName = "key",
    };

    private readonly Option<string?> _rate = new("--rate")
    {
        Description = $"Use the open model: requests per second, or one of {Describe(Levels.RequestsPerSecond)}.", HelpName = "number",
    };

    private readonly Option<string?> _users = new("--users")
    {
        Description = $"Closed model: number of users in place of the scenario's, or one of {Describe(Levels.ConcurrentUsers)}.",
        HelpName = "number",
    };

    private readonly Option<double> _think = Numbers.CreateOption<double>(
        "--think", "Closed model: mean pause of a user between requests, in seconds.", 0, 3600, 1, "seconds");

    private readonly Option<double> _scale = Numbers.CreateOption<double>(
        "--scale", "Factor for the scenario's times: 0.02 turns half an hour into 36 seconds.", 0.0001, 10, 1, "factor");

    private readonly Option<string?> _mix = new("--mix")
    {
        Description = $"Another mix, such as facts_query=20,time_series=80. Endpoints: {string.Join(", ", Catalog.Endpoints.Keys)}.",
        HelpName = "endpoint=weight,…",
    };

    private readonly Option<int> _connections = Numbers.CreateOption(
        "--connections", "Open model: number of connections.", 1, 10_000, 64);

    private readonly Option<double> _timeout = Numbers.CreateOption<double>(
        "--timeout", "Seconds after which a request fails.", 0.1, 300, 10, "seconds");

    private readonly Option<double> _skew = Numbers.CreateOption<double>(
        "--skew", "Zipf exponent of the companies' popularity; 0 requests all equally often.", 0, 5, 1);

    private readonly Option<string> _caches = new Option<string>("--caches")
    {
        Description = "warm: request every path once before the run; cold: request nothing; distinct: never request the same twice.",
        DefaultValueFactory = _ => CacheStart.Warm,
    }.AcceptOnlyFromAmong(CacheStart.Warm, CacheStart.Cold, CacheStart.Distinct);

    private readonly Option<int> _seed = Numbers.CreateOption("--seed", "Seed of the random choices.", 0, int.MaxValue, 1);

    private readonly Option<int[]> _serverPids = new("--server-pid")
    {
        Description = "Server process on this machine whose CPU time and memory are reported.", HelpName = "pid",
        CustomParser = result => [.. result.Tokens.Select(token => Numbers.Parse(result, token, 1, int.MaxValue))],
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _html = new("--html") { Description = "Write a report with charts to this file.", HelpName = "file" };

    private readonly Option<string?> _json = new("--json")
    {
        Description = "Write all measurements to this file; '-' is standard output.", HelpName = "file",
    };

    private readonly Option<bool> _allowRemote = new("--allow-remote") { Description = "Allow an API that is not on this machine." };

    private LoadCommand()
    {
    }

    private static LoadCatalog Catalog => LoadCatalog.Default;

    private static ServiceLevels Levels => ServiceLevels.Default;

    public static Command Create(Terminal terminal)
    {
        var options = new LoadCommand();
        var command = new Command(Name, "Run a load test against an API. Exit code 1: a service level is missed.")
        {
            options._scenario, options._url, options._key, options._rate, options._users, options._think, options._scale, options._mix,
            options._connections, options._timeout, options._skew, options._caches, options._seed, options._serverPids, options._html,
            options._json, options._allowRemote,
        };
        command.SetAction((parsed, cancellation) => options.RunAsync(terminal, parsed, cancellation));
        return command;
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        var settings = GetSettings(parsed);
        var apiKey = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable("EDGAR_API_KEY");
        using var target = await LoadTarget.CreateAsync(settings.Target, apiKey, parsed.GetValue(_allowRemote), cancellationToken)
            .ConfigureAwait(false);
        var serverPids = parsed.GetRequiredValue(_serverPids);
        var result = await LoadProgress.ShowAsync(terminal.Error, settings, onSecond =>
            new LoadRunner(Catalog, settings, target, serverPids, TimeProvider.System)
            {
                OnSecond = onSecond, OnNote = terminal.Error.WriteLine,
            }.RunAsync(cancellationToken)).ConfigureAwait(false);

        if (parsed.GetValue(_html) is { } html) File.WriteAllText(html, LoadReport.ToHtml(result));
        var json = parsed.GetValue(_json);
        if (json == "-") terminal.Out.Profile.Out.Writer.WriteLine(LoadReport.ToJson(result));
        else LoadTables.Write(terminal.Out, result);
        if (json is not (null or "-")) File.WriteAllText(json, LoadReport.ToJson(result));
        return result.StoppedEarly ? EdgarCommand.Stopped : result.Passed ? 0 : 1;
    }

    private LoadSettings GetSettings(ParseResult parsed)
    {
        var (rate, users) = (parsed.GetValue(_rate), parsed.GetValue(_users));
        if (rate is not null && users is not null)
            throw new CommandException("--rate selects the open model and --users the closed one: choose one of them.");
        var settings = LoadSettings.Create(
            Catalog, parsed.GetRequiredValue(_scenario), parsed.GetRequiredValue(_url),
            rate is null ? null : ParseLevel("--rate", rate, Levels.RequestsPerSecond, MaxRequestsPerSecond),
            users is null ? null : ParseLevel("--users", users, Levels.ConcurrentUsers, MaxUsers),
            parsed.GetValue(_scale));
        return settings with
        {
            ThinkSeconds = parsed.GetValue(_think),
            Connections = parsed.GetValue(_connections),
            TimeoutSeconds = parsed.GetValue(_timeout),
            Skew = parsed.GetValue(_skew),
            Caches = parsed.GetRequiredValue(_caches),
            Seed = parsed.GetValue(_seed),
            Mix = parsed.GetValue(_mix) is { } mix ? ParseMix(mix) : settings.Mix,
        };
    }

    private static string Describe(IReadOnlyDictionary<string, int> levels) =>
        string.Join(", ", levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Key} ({level.Value:N0})")));

    private static int ParseLevel(string option, string text, IReadOnlyDictionary<string, int> names, int max)
    {
        if (names.TryGetValue(text, out var named)) return named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= max
            ? number
            : throw new CommandException(
                $"{option} takes a number from 1 to {max} or one of {string.Join(", ", names.Keys)}, not '{text}'.");
    }

    private static Dictionary<string, int> ParseMix(string text)
    {
        var mix = new Dictionary<string, int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var endpoint, var weight]
                || !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1000)
                throw new CommandException($"--mix takes endpoint=weight with weights from 0 to 1000, not '{part}'.");
            if (!Catalog.Endpoints.ContainsKey(endpoint))
                throw new CommandException(
                    $"--mix: '{endpoint}' is not an endpoint. Endpoints: {string.Join(", ", Catalog.Endpoints.Keys)}.");
            mix[endpoint] = number;
        }
        return mix.Values.Sum() > 0 ? mix : throw new CommandException("--mix needs a weight above 0.");
    }
}
