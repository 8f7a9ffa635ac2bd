using System.CommandLine;
using System.Globalization;
using EdgarApi.Cli.Load;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Gate;
using EdgarApi.LoadTesting.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Gate;

/// <summary><c>edgar gate</c>: fails a build that is slower or uses more than the committed baseline and an earlier build.</summary>
internal sealed class GateCommand
{
    public const string Name = BuildSampler.GateCommand;

    private const int MaxRounds = 100;

    private readonly Option<string> _tier = new Option<string>("--tier")
    {
        Description = $"One of {string.Join(", ", GateTier.All.Keys)}.", DefaultValueFactory = _ => "commit",
    }.AcceptOnlyFromAmong([.. GateTier.All.Keys]);

    private readonly Option<string?> _against = new("--against")
    {
        Description = "edgar.dll of an earlier build, whose times are compared.", HelpName = "file",
    };

    private readonly Option<string> _baseline = new("--baseline")
    {
        Description = "The committed baseline.", HelpName = "file", DefaultValueFactory = _ => "EdgarApi.Benchmarks/baseline.json",
    };

    private readonly Option<int?> _rounds = Numbers.CreateOptional(
        "--rounds", "Measurements of each build. Default: the tier's.", TimeComparison.MinRounds, MaxRounds);

    private readonly Option<double> _scale = Numbers.CreateOption<double>(
        "--scale", "Factor for the tier's load tests, to try it out: 0.02 turns half an hour into 36 seconds.", 0.0001, 1, 1, "factor");

    private readonly Option<string?> _url = new("--url")
    {
        Description = "A running API with the bundled sample. Required by all tiers but commit.", HelpName = "url",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = "API key. Default: EDGAR_API_KEY from the environment.", HelpName = "key",
    };

    private readonly Option<string?> _redis = new("--redis")
    {
        Description = "The API's Redis. Without it, Redis commands are not counted.", HelpName = "host:port",
    };

    private readonly Option<string?> _reports = new("--reports")
    {
        Description = "Folder for the load tests' reports.", HelpName = "folder",
    };

    private readonly Option<bool> _update = new("--update") { Description = "Write the measurements to the baseline and judge nothing." };

    private readonly Option<bool> _selfTest = new("--self-test")
    {
        Description = "Compare this build with itself, which must pass, and with itself slowed down, which must fail.",
    };

    private GateCommand()
    {
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "edgar.dll");

    public static Command Create(Terminal terminal)
    {
        var options = new GateCommand();
        var command = new Command(Name, "Judge this build's performance. Exit code 1: a requirement or the tier's time limit is missed.")
        {
            options._tier, options._against, options._baseline, options._rounds, options._scale, options._url, options._key, options._redis,
            options._reports, options._update, options._selfTest, CreateMeasure(terminal),
        };
        command.SetAction((parsed, cancellation) => options.RunAsync(terminal, parsed, cancellation));
        return command;
    }

    private static Command CreateMeasure(Terminal terminal)
    {
        var slowdown = Numbers.CreateOption<double>(
            BuildSampler.SlowdownOption, "Extra work relative to the real work.", 0, 10, 0, "share");
        var command = new Command(
            BuildSampler.MeasureCommand, "Measure every workload once; print name, nanoseconds and allocated bytes per operation.")
        {
            slowdown,
        };
        command.SetAction(parsed =>
        {
            foreach (var sample in PerformanceGate.Measure(parsed.GetValue(slowdown))) terminal.Out.WriteLine(sample.ToLine());
        });
        return command;
    }

    private async Task<int> RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellationToken)
    {
        var tier = GateTier.All[parsed.GetRequiredValue(_tier)].Scale(parsed.GetValue(_scale));
        var rounds = parsed.GetValue(_rounds) ?? tier.Rounds;
        var gate = new PerformanceGate(
            Program, round => terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compared {round} of {rounds}")));
        if (parsed.GetValue(_selfTest))
            return WriteVerdicts(terminal, await gate.TestItselfAsync(rounds, cancellationToken).ConfigureAwait(false), "the self-test");

        var file = parsed.GetRequiredValue(_baseline);
        var baseline = GateBaseline.Read(file);
        var apiKey = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable("EDGAR_API_KEY");
        using var target = parsed.GetValue(_url) is { } url
            ? await LoadTarget.CreateAsync(url, apiKey, allowRemote: false, cancellationToken).ConfigureAwait(false)
            : null;
        if (target is null && tier.Loads.Count > 0)
            throw new CommandException("this tier needs a running API: pass its base URL as --url. scripts/perf starts one.");
        using var costs = target is null ? null : new RequestCosts(target.Address, apiKey, parsed.GetValue(_redis));
        if (parsed.GetValue(_update))
        {
            (await gate.UpdateAsync(baseline, costs, cancellationToken).ConfigureAwait(false)).Write(file);
            terminal.Out.WriteLine($"Wrote {file}. Review the changes before you commit them.");
            return 0;
        }

        var steps = new List<GateStep> { token => gate.CheckAllocationsAsync(baseline, token) };
        if (parsed.GetValue(_against) is { } before)
        {
            if (!File.Exists(before)) throw new CommandException($"--against: the file {before} does not exist.");
            steps.Add(token => gate.CheckTimesAsync(before, rounds, token));
        }
        if (costs is not null) steps.Add(token => costs.CheckAsync(baseline, token));
        if (target is not null)
            steps.AddRange(TierLoads.CreateSteps(
                tier, baseline, target, parsed.GetValue(_reports),
                (settings, run) => LoadProgress.ShowAsync(terminal.Error, settings, run)));
        var verdicts = await GateRun.RunAsync(tier.Limit, steps, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        return WriteVerdicts(terminal, verdicts, tier.Criteria);
    }

    private static int WriteVerdicts(Terminal terminal, IReadOnlyList<Verdict> verdicts, string criteria)
    {
        VerdictTable.Write(terminal.Out, verdicts, "passed", "FAILED");
        var failed = verdicts.Count(verdict => !verdict.Passed);
        terminal.Out.WriteLine(failed == 0
            ? $"Passed: {criteria}."
            : string.Create(CultureInfo.InvariantCulture, $"Failed: {failed} of {verdicts.Count} requirements."));
        return failed == 0 ? 0 : 1;
    }
}
