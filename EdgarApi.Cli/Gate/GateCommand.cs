using System.CommandLine;
using System.Globalization;
using EdgarApi.Cli.Load;
using EdgarApi.Cli.Load.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Gate;

/// <summary><c>edgar gate</c>: lets a build pass that is not slower, hungrier or heavier than the committed baseline and the build before it.</summary>
internal static class GateCommand
{
    public const string Name = "gate", SampleName = "measure";

    /// <summary>What the test of the gate itself slows the workloads down by; clearly more than the threshold, far less than a factor.</summary>
    private const double InjectedSlowdown = 0.3;

    /// <summary>How far allocations may rise above what was measured when the baseline was written: buffers of pools come and go.</summary>
    private const double AllocationTolerance = 1.05;

    private static readonly string[] ResponsePaths =
    [
        "/api/v1/companies/AAPL/overview", "/api/v1/companies/AAPL/statements/income", "/api/v1/companies/AAPL/statements/balance",
        "/api/v1/companies/AAPL/statements/cashflow", "/api/v1/companies/AAPL/timeseries?metrics=Revenue,NetIncome",
    ];

    public static Command Create(Terminal terminal)
    {
        var tier = new Option<string>("--tier") { Description = $"One of {string.Join(", ", GateTier.All.Keys)}.", DefaultValueFactory = _ => "commit" }.AcceptOnlyFromAmong([.. GateTier.All.Keys]);
        var against = new Option<string?>("--against") { Description = "edgar.dll of the build to compare times with.", HelpName = "file" };
        var baselineFile = new Option<string>("--baseline") { Description = "The committed baseline.", HelpName = "file", DefaultValueFactory = _ => "EdgarApi.Benchmarks/baseline.json" };
        var rounds = new Option<int?>("--rounds") { Description = "Observations of each build instead of the tier's.", HelpName = "number" };
        var scale = new Option<double>("--scale") { Description = "Shortens the tier's load tests, to try the tier out: 0.02 makes half an hour 36 seconds.", HelpName = "factor", DefaultValueFactory = _ => 1 };
        var url = new Option<string?>("--url") { Description = "A running API with the bundled sample, for the tiers above commit.", HelpName = "address" };
        var key = new Option<string?>("--key") { Description = "API key; the environment's EDGAR_API_KEY without it.", HelpName = "key" };
        var redis = new Option<string?>("--redis") { Description = "The API's Redis, to count its commands.", HelpName = "host:port" };
        var reports = new Option<string?>("--reports") { Description = "Folder for the reports of the load tests.", HelpName = "folder" };
        var update = new Option<bool>("--update") { Description = "Write what is measured into the baseline instead of judging it." };
        var selfTest = new Option<bool>("--self-test") { Description = "Compare this build with itself: once as it is, which must pass, and once slowed down, which must not." };
        var command = new Command(Name, "Judge this build's performance. Returns 1 when it fails.") { tier, against, baselineFile, rounds, scale, url, key, redis, reports, update, selfTest };
        command.Add(CreateSample(terminal));
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = GateTier.All[parsed.GetValue(tier)!];
            var count = parsed.GetValue(rounds) ?? chosen.Rounds;
            if (count is < TimeComparison.FewestRounds or > 100) throw new CommandException($"--rounds must be between {TimeComparison.FewestRounds} and 100: fewer show nothing.");
            if (parsed.GetValue(scale) is <= 0 or > 1) throw new CommandException("--scale must be above 0 and at most 1.");
            if (parsed.GetValue(selfTest)) return await TestItselfAsync(terminal, count, cancellation).ConfigureAwait(false);

            var file = parsed.GetValue(baselineFile)!;
            var baseline = GateBaseline.Read(file);
            var apiKey = parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("EDGAR_API_KEY");
            using var target = parsed.GetValue(url) is { } address ? await LoadTarget.CreateAsync(address, apiKey, allowRemote: false, cancellation).ConfigureAwait(false) : null;
            if (target is null && chosen.Loads.Count > 0) throw new CommandException("this tier puts load on a running API: --url says where. scripts/perf starts one.");
            using var costs = target is null ? null : new RequestCosts(target.Address, apiKey, parsed.GetValue(redis));
            if (parsed.GetValue(update)) return await UpdateAsync(terminal, file, baseline, costs, cancellation).ConfigureAwait(false);

            var verdicts = new List<Verdict>(Allocations(baseline, await SampleAsync(0, cancellation).ConfigureAwait(false)));
            if (parsed.GetValue(against) is { } other)
            {
                if (!File.Exists(other)) throw new CommandException($"--against: there is no file {other}.");
                verdicts.AddRange((await CompareAsync(terminal, count, other, 0, cancellation).ConfigureAwait(false)).Select(Of));
            }
            if (costs is not null) verdicts.AddRange(await costs.CheckAsync(baseline, cancellation).ConfigureAwait(false));
            if (target is not null) verdicts.AddRange(await TierLoads.RunAsync(terminal, chosen.Scaled(parsed.GetValue(scale)), baseline, target, parsed.GetValue(reports), cancellation).ConfigureAwait(false));
            Write(terminal, verdicts);
            var failed = verdicts.Count(verdict => !verdict.Passed);
            terminal.Out.WriteLine(failed == 0 ? $"Passed: {chosen.Criteria}." : string.Create(CultureInfo.InvariantCulture, $"Failed: {failed} of {verdicts.Count}."));
            return failed == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>What each operation allocates, against what it may.</summary>
    public static IEnumerable<Verdict> Allocations(GateBaseline baseline, IEnumerable<WorkloadSample> samples) => samples.Select(sample =>
        baseline.AllocatedBytes.TryGetValue(sample.Workload, out var most)
            ? new Verdict(sample.Workload, FormattableString.Invariant($"≤ {most:N0} bytes allocated"), FormattableString.Invariant($"{sample.AllocatedBytes:N0}"), sample.AllocatedBytes <= most)
            : new Verdict(sample.Workload, "a limit in the baseline", "none; --update writes one", Passed: false));

    public static Verdict Of(TimeComparison comparison) => new(
        comparison.Workload, FormattableString.Invariant($"not > {TimeComparison.MostChange:0 %} slower (p < {TimeComparison.Significance})"),
        FormattableString.Invariant($"{comparison.BaseNanoseconds / 1000:N1} → {comparison.Nanoseconds / 1000:N1} µs, {comparison.Change:+0.0 %;-0.0 %}, p = {comparison.P:0.0000}"),
        !comparison.IsRegression);

    private static Command CreateSample(Terminal terminal)
    {
        var slowdown = new Option<double>("--slowdown") { Description = "Extra work in proportion to the real one.", HelpName = "share" };
        var command = new Command(SampleName, "Measure every workload once and print name, nanoseconds and allocated bytes an operation.") { slowdown };
        command.SetAction(parsed =>
        {
            var sampler = new WorkloadSampler(TimeProvider.System, parsed.GetValue(slowdown));
            foreach (var workload in Workloads.Create()) terminal.Out.WriteLine(sampler.Sample(workload).ToLine());
        });
        return command;
    }

    private static async Task<int> TestItselfAsync(Terminal terminal, int rounds, CancellationToken cancellationToken)
    {
        var same = await CompareAsync(terminal, rounds, Program, 0, cancellationToken).ConfigureAwait(false);
        var slowed = await CompareAsync(terminal, rounds, Program, InjectedSlowdown, cancellationToken).ConfigureAwait(false);
        Verdict[] verdicts = [.. same.Select(Of), .. slowed.Select(comparison => Of(comparison) with { Requirement = "slowed down: must be noticed", Passed = comparison.IsRegression })];
        Write(terminal, verdicts);
        return verdicts.All(verdict => verdict.Passed) ? 0 : 1;
    }

    private static async Task<int> UpdateAsync(Terminal terminal, string file, GateBaseline baseline, RequestCosts? costs, CancellationToken cancellationToken)
    {
        var samples = await SampleAsync(0, cancellationToken).ConfigureAwait(false);
        var responses = new List<ResponseBaseline>();
        foreach (var path in costs is null ? [] : ResponsePaths) responses.Add(new ResponseBaseline(path, await costs!.GetAsync(path, cancellationToken).ConfigureAwait(false)));
        var updated = baseline with
        {
            AllocatedBytes = samples.ToDictionary(sample => sample.Workload, sample => (long)(sample.AllocatedBytes * AllocationTolerance)),
            Responses = costs is null ? baseline.Responses : responses,
        };
        updated.Write(file);
        terminal.Out.WriteLine($"{file} is written: look at what changed before you commit it.");
        return 0;
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "edgar.dll");

    private static Task<IReadOnlyList<WorkloadSample>> SampleAsync(double slowdown, CancellationToken cancellationToken) => BuildComparison.SampleAsync(Program, slowdown, cancellationToken);

    private static Task<IReadOnlyList<TimeComparison>> CompareAsync(Terminal terminal, int rounds, string before, double slowdown, CancellationToken cancellationToken) =>
        BuildComparison.RunAsync(
            rounds, () => BuildComparison.SampleAsync(before, 0, cancellationToken), () => SampleAsync(slowdown, cancellationToken),
            round => terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compared {round} of {rounds}")));

    private static void Write(Terminal terminal, IReadOnlyList<Verdict> verdicts)
    {
        var table = new Table { Border = TableBorder.Horizontal };
        foreach (var column in (string[])["", "requirement", "measured", "verdict"]) table.AddColumn(new TableColumn(column) { NoWrap = true });
        foreach (var verdict in verdicts) table.AddRow(verdict.Subject, verdict.Requirement, verdict.Measured, verdict.Passed ? "passed" : "FAILED");
        terminal.Out.Write(table);
    }
}
