using System.CommandLine;
using System.Globalization;
using EdgarApi.Operations.Capacity;
using EdgarApi.Operations.Reviews;
using Npgsql;

namespace EdgarApi.Cli.Reviews;

/// <summary><c>edgar report</c>: writes the daily, weekly or monthly review.</summary>
internal sealed class ReportCommand
{
    public const string Name = "report";

    private readonly Option<Uri?> _prometheus = new("--prometheus")
    {
        Description = "Address of Prometheus. Default: EdgarApi__Ops__PrometheusUrl from the environment, then the system that ./run "
            + "started.",
        HelpName = "url", CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError($"--prometheus must be an address such as http://127.0.0.1:9090, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<string?> _connection = PrimaryDatabase.CreateOption();

    private readonly Option<string[]> _replicas = new("--replica")
    {
        Description = "Name and connection string of a replica, whose statements are reviewed too. Default: those of the system that ./run "
            + "started.",
        HelpName = "name=string",
    };

    private readonly Option<string[]> _slowLogs = new("--slow-log")
    {
        Description = "A server's log with slow statements. Default: those of the system that ./run started.", HelpName = "file",
    };

    private readonly Option<DateTimeOffset?> _at = new("--at")
    {
        Description = "The end of the period, in UTC. Default: now.", HelpName = "yyyy-MM-ddTHH:mm", CustomParser = result =>
        {
            if (DateTimeOffset.TryParseExact(
                result.Tokens[0].Value, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
                out var time) && time <= DateTimeOffset.UtcNow) return time;
            result.AddError($"--at must be a past time such as 2026-01-31T08:00, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private readonly Option<string?> _prices = new("--prices")
    {
        Description = "Prices of your own, in the form of prices.json.", HelpName = "file",
    };

    private readonly Option<string?> _markdown = new("--markdown")
    {
        Description = "Write Markdown to this file, and its charts as SVG files beside it.", HelpName = "file",
    };

    private readonly Option<string?> _html = new("--html") { Description = "Write a page with charts to this file.", HelpName = "file" };

    private ReportCommand()
    {
    }

    public static Command Create(Terminal terminal)
    {
        var group = new Command(Name, "Review performance and capacity: what to do, by priority, with the evidence.");
        foreach (var (kind, description) in ((ReviewKind, string)[])
        [
            (ReviewKind.Daily, "Performance, service levels, slow queries, caches, scaling and alerts of the last 24 hours."),
            (ReviewKind.Weekly, "Growth, scaling, costs, capacity models and benchmarks of the last 7 days."),
            (ReviewKind.Monthly, "Availability and rightsizing of the last 30 days."),
        ])
        {
            var options = new ReportCommand();
            var command = new Command(kind.ToString().ToLowerInvariant(), description)
            {
                options._prometheus, options._connection, options._replicas, options._slowLogs, options._at, options._prices,
                options._markdown, options._html,
            };
            command.SetAction((parsed, cancellation) => options.RunAsync(kind, terminal, parsed, cancellation));
            group.Add(command);
        }

        return group;
    }

    private async Task RunAsync(ReviewKind kind, Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var prices = PriceList.Read(parsed.GetValue(_prices));
            var data = await GetSources(parsed).ReadAsync(kind, parsed.GetValue(_at) ?? DateTimeOffset.UtcNow, cancellation)
                .ConfigureAwait(false);
            var review = ReviewBuilder.Build(data, prices);
            var (markdown, html) = (parsed.GetValue(_markdown), parsed.GetValue(_html));
            if (markdown is not null) WriteMarkdown(markdown, review);
            if (html is not null) File.WriteAllText(html, ReviewReport.ToHtml(review));
            if (markdown is null && html is null) terminal.Out.Profile.Out.Writer.Write(ReviewReport.ToMarkdown(review));
        }
        catch (InvalidDataException error)
        {
            throw new CommandException(error.Message);
        }
    }

    private ReviewSources GetSources(ParseResult parsed)
    {
        var local = LocalRun.Find();
        var (primary, noPrimary) = FindPrimary(parsed.GetValue(_connection));
        var replicas = parsed.GetValue(_replicas) ?? [];
        var logs = parsed.GetValue(_slowLogs) ?? [];
        // Options that name another system must not be mixed with the local one.
        var isLocal = parsed.GetValue(_connection) is null && parsed.GetValue(_prometheus) is null;
        return new ReviewSources(
            parsed.GetValue(_prometheus) ?? GetConfiguredPrometheus() ?? (isLocal ? local?.FindAddress("prometheus") : null),
            primary, noPrimary,
            replicas.Length > 0 ? [.. replicas.Select(ParseReplica)]
                : isLocal && primary is not null ? GetLocalReplicas(local, primary) : [],
            logs.Length > 0 ? logs : isLocal ? local?.GetSlowQueryLogs() ?? [] : []);
    }

    private static Uri? GetConfiguredPrometheus() =>
        Uri.TryCreate(Environment.GetEnvironmentVariable("EdgarApi__Ops__PrometheusUrl"), UriKind.Absolute, out var url) ? url : null;

    private static (string? Primary, string? Missing) FindPrimary(string? option)
    {
        try
        {
            return (PrimaryDatabase.GetConnectionString(option), null);
        }
        catch (CommandException error) when (option is null)
        {
            return (null, $"{char.ToUpperInvariant(error.Message[0])}{error.Message[1..]}.");
        }
    }

    private static (string Name, string Connection) ParseReplica(string text) =>
        text.Split('=', 2) is [{ Length: > 0 } name, { Length: > 0 } value]
        ? (name, PrimaryDatabase.GetConnectionString(value))
        : throw new CommandException($"--replica takes name=connection string, not '{text}'.");

    private static IReadOnlyList<(string Name, string Connection)> GetLocalReplicas(LocalRun? local, string primary) =>
    [
        .. (local?.GetReplicas() ?? []).Select(replica => (replica.Name, new NpgsqlConnectionStringBuilder(primary)
        {
            Host = replica.Address.Host, Port = replica.Address.Port,
        }.ConnectionString)),
    ];

    private static void WriteMarkdown(string file, Review review)
    {
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileNameWithoutExtension(file));
        var count = 0;
        File.WriteAllText(file, ReviewReport.ToMarkdown(review, svg =>
        {
            var image = string.Create(CultureInfo.InvariantCulture, $"{name}-{++count}.svg");
            File.WriteAllText(Path.Combine(folder, image), svg + "\n");
            return image;
        }));
    }
}
