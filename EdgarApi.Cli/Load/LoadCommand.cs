using System.CommandLine;
using System.Globalization;
using EdgarApi.Cli.Load.Measurement;
using EdgarApi.Cli.Load.Report;
using EdgarApi.Cli.Load.Scenarios;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary><c>edgar load</c>: puts the load of a scenario on a running API and holds its answers against the service levels.</summary>
internal static class LoadCommand
{
    public const string Name = "load";

    // What a mistyped number may do at most.
    private const int MostRequestsPerSecond = 50_000, MostUsers = 10_000;

    private static LoadCatalog Catalog => LoadCatalog.Default;

    public static Command Create(Terminal terminal)
    {
        var scenario = new Argument<string>("scenario") { Description = $"One of {string.Join(", ", Catalog.Scenarios.Keys)}." }.AcceptOnlyFromAmong([.. Catalog.Scenarios.Keys]);
        var url = new Option<string>("--url") { Description = "The API.", HelpName = "address", Required = true };
        var key = new Option<string?>("--key") { Description = "API key; the environment's EDGAR_API_KEY without it.", HelpName = "key" };
        var rate = new Option<string?>("--rate") { Description = $"Open model: requests a second, a number or {Names(Catalog.RequestsPerSecond)}. Without it users of the closed model.", HelpName = "number" };
        var users = new Option<string?>("--users") { Description = $"Closed model: how many users instead of the scenario's, a number or {Names(Catalog.ConcurrentUsers)}.", HelpName = "number" };
        var think = new Option<double>("--think") { Description = "Closed model: seconds that a user waits between requests, on average.", HelpName = "seconds", DefaultValueFactory = _ => 1 };
        var scale = new Option<double>("--scale") { Description = "Shortens (or lengthens) the scenario's times: 0.02 makes half an hour 36 seconds.", HelpName = "factor", DefaultValueFactory = _ => 1 };
        var mix = new Option<string?>("--mix") { Description = $"Another mix: facts_query=20,time_series=80. Endpoints: {string.Join(", ", Catalog.Endpoints.Keys)}.", HelpName = "endpoint=weight,…" };
        var connections = new Option<int>("--connections") { Description = "Open model: connections.", HelpName = "number", DefaultValueFactory = _ => 64 };
        var timeout = new Option<double>("--timeout") { Description = "Seconds after which a caller gives up.", HelpName = "seconds", DefaultValueFactory = _ => 10 };
        var skew = new Option<double>("--skew") { Description = "Exponent of Zipf's law over the companies; 0 asks for all alike.", HelpName = "number", DefaultValueFactory = _ => 1 };
        var caches = new Option<string>("--caches") { Description = "warm: every address is asked once before; cold: none is; distinct: no two requests ask the same.", DefaultValueFactory = _ => CacheStart.Warm }
            .AcceptOnlyFromAmong(CacheStart.Warm, CacheStart.Cold, CacheStart.Distinct);
        var seed = new Option<int>("--seed") { Description = "Seed of what is drawn.", HelpName = "number", DefaultValueFactory = _ => 1 };
        var pids = new Option<int[]>("--server-pid") { Description = "A server process of this machine whose processor time and memory are reported.", HelpName = "pid", DefaultValueFactory = _ => [] };
        var html = new Option<string?>("--html") { Description = "Write the report with charts into this file.", HelpName = "file" };
        var json = new Option<string?>("--json") { Description = "Write everything measured into this file; '-' is standard output.", HelpName = "file" };
        var remote = new Option<bool>("--allow-remote") { Description = "Allow a target that is not this machine." };
        var command = new Command(Name, "Put load on a running API and judge its answers. Returns 1 when a service level is missed.")
        {
            scenario, url, key, rate, users, think, scale, mix, connections, timeout, skew, caches, seed, pids, html, json, remote,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(scenario);
            var chosen = Catalog.Scenarios[name];
            if (parsed.GetValue(rate) is not null && parsed.GetValue(users) is not null) throw new CommandException("--rate is of the open model, --users of the closed one: choose one.");
            var isOpen = parsed.GetValue(rate) is not null;
            var level = isOpen ? Level("--rate", parsed.GetValue(rate)!, Catalog.RequestsPerSecond, MostRequestsPerSecond)
                : parsed.GetValue(users) is { } count ? Level("--users", count, Catalog.ConcurrentUsers, MostUsers) : chosen.Users;
            var factor = Between("--scale", parsed.GetValue(scale), 0.0001, 10);
            var settings = new LoadSettings(
                name, chosen.Description, isOpen ? LoadModel.Open : LoadModel.Closed, parsed.GetRequiredValue(url), level, level * (double)chosen.StartUsers / chosen.Users,
                chosen.RampUp * factor, chosen.Duration * factor, factor, Between("--think", parsed.GetValue(think), 0, 3600), (int)Between("--connections", parsed.GetValue(connections), 1, 10_000),
                Between("--timeout", parsed.GetValue(timeout), 0.1, 300), Between("--skew", parsed.GetValue(skew), 0, 5), parsed.GetValue(caches)!, parsed.GetValue(seed),
                parsed.GetValue(mix) is { } text ? Mix(text) : Catalog.MixOf(chosen));
            var apiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("EDGAR_API_KEY");
            using var target = await LoadTarget.CreateAsync(settings.Target, apiKey, parsed.GetValue(remote), cancellation).ConfigureAwait(false);

            var result = await LoadProgress.ShowAsync(terminal.Error, settings, show => new LoadRunner(Catalog, settings, target, parsed.GetValue(pids)!, TimeProvider.System)
            {
                OnSecond = show, OnNote = terminal.Error.WriteLine,
            }.RunAsync(cancellation)).ConfigureAwait(false);

            if (parsed.GetValue(json) is { } file) LoadReport.WriteJson(file, result, terminal.Out.Profile.Out.Writer);
            if (parsed.GetValue(html) is { } page) File.WriteAllText(page, LoadReport.Html(result));
            if (parsed.GetValue(json) != "-") LoadTables.Write(terminal.Out, result);
            return result.StoppedEarly ? 130 : result.Passed ? 0 : 1;
        });
        return command;
    }

    private static string Names(IReadOnlyDictionary<string, int> levels) => string.Join(", ", levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Key} ({level.Value:N0})")));

    private static int Level(string option, string text, IReadOnlyDictionary<string, int> names, int most)
    {
        if (names.TryGetValue(text, out var named)) return named;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new CommandException($"{option} takes a number from 1 to {most} or one of {string.Join(", ", names.Keys)}, not '{text}'.");
    }

    private static double Between(string option, double value, double least, double most) => value >= least && value <= most
        ? value
        : throw new CommandException(string.Create(CultureInfo.InvariantCulture, $"{option} must be between {least} and {most}, not {value}."));

    private static Dictionary<string, int> Mix(string text)
    {
        var mix = new Dictionary<string, int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('=') is not [var endpoint, var weight] || !int.TryParse(weight, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 1000)
                throw new CommandException($"--mix takes endpoint=weight, with weights from 0 to 1000, not '{part}'.");
            if (!Catalog.Endpoints.ContainsKey(endpoint)) throw new CommandException($"--mix: no endpoint '{endpoint}'. There are {string.Join(", ", Catalog.Endpoints.Keys)}.");
            mix[endpoint] = number;
        }
        return mix.Values.Sum() > 0 ? mix : throw new CommandException("--mix needs a weight above 0.");
    }
}
