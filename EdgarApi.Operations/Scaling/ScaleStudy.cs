using System.Text.Json.Serialization;
using Cronos;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.Operations.Capacity;

namespace EdgarApi.Operations.Scaling;

/// <summary>The deployed scale rules and others, compared on the same traffic.</summary>
public sealed record ScaleStudy
{
    /// <summary>Name of the rules of the evaluated template.</summary>
    public const string Committed = "as deployed";

    /// <summary>Sets that cost more than this many times the cheapest are not recommended: running everything always has no wait.</summary>
    public const int MaxCostFactor = 2;

    /// <summary>What requests cost a replica.</summary>
    public required RequestCost Requests { get; init; }

    /// <summary>How a replica behaves.</summary>
    public required ReplicaModel Replica { get; init; }

    /// <summary>How caches fill that are empty when traffic starts.</summary>
    public required CacheFill Caches { get; init; }

    /// <summary>The service level.</summary>
    public required ScaleObjective Objective { get; init; }

    /// <summary>Sets of rules that are not deployed, by name.</summary>
    public required IReadOnlyDictionary<string, ScaleRules> Alternatives { get; init; }

    /// <summary>The rules of the evaluated template.</summary>
    [JsonIgnore]
    public ScaleRules Deployed { get; private init; } = new() { MinReplicas = 1, MaxReplicas = 1 };

    /// <summary>All sets by name, the deployed one first.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, ScaleRules>> RuleSets => Alternatives.Prepend(KeyValuePair.Create(Committed, Deployed));

    /// <summary>Reads <c>scaling.json</c> or a file with the same structure, and the deployed rules.</summary>
    /// <param name="file">The file, or null for the embedded one.</param>
    /// <param name="template">An evaluated template (<see cref="TemplateRules"/>), or null for the committed one.</param>
    /// <exception cref="InvalidDataException">
    /// A file has another structure, a minimum exceeds its maximum, or a size of the caches is not positive.
    /// </exception>
    public static ScaleStudy Read(string? file = null, string? template = null)
    {
        var study = ReadAlternatives(file) with { Deployed = TemplateRules.Read(template) };
        if (study.Caches is not { Companies: > 0, ResponsesPerCompany: > 0, Skew: >= 0 })
            throw new InvalidDataException("caches: companies and responsesPerCompany must be at least 1, skew at least 0.");
        foreach (var (name, rules) in study.RuleSets)
        {
            if (rules.MinReplicas < 0 || rules.MaxReplicas < Math.Max(1, rules.MinReplicas))
                throw new InvalidDataException($"{name}: minReplicas and maxReplicas must be ordered, and at least 0 and 1.");
        }

        return study;
    }

    private static ScaleStudy ReadAlternatives(string? file)
    {
        try
        {
            return DataFile.Read(file, "scaling.json", ScalingJson.Default.ScaleStudy);
        }
        catch (Exception error) when (error is CronFormatException or TimeZoneNotFoundException)
        {
            throw new InvalidDataException($"{file}: {error.Message}", error);
        }
    }

    /// <summary>The traffic that the rules are judged by.</summary>
    /// <param name="recorded">A load test to replay as well, or null.</param>
    public IReadOnlyList<TrafficTrace> CreateTraffic(LoadResult? recorded = null)
    {
        var monday = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        var scenarios = LoadCatalog.Default.Scenarios;
        var minimum = Deployed.MinReplicas * Requests.Capacity;
        // 300 users are far below one replica's capacity: the same shape up to six times what the minimum of replicas can serve.
        var spike = TrafficTrace.From(
            "spike to six times the minimum's capacity", scenarios["spike"], monday, 6 * minimum / scenarios["spike"].Users);
        List<TrafficTrace> traffic =
        [
            .. scenarios.Select(scenario => TrafficTrace.From(scenario.Key, scenario.Value, monday)),
            spike,
            spike with { Name = $"{spike.Name}, with cold caches", HasColdCaches = true },
            TrafficTrace.EarningsMorning(6 * minimum, new DateOnly(2026, 10, 29)),
            TrafficTrace.Year(PlanningValues.Read().Growth, minimum / 4, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero)),
        ];
        if (recorded is not null) traffic.Add(TrafficTrace.From(recorded));
        return traffic;
    }

    /// <summary>Runs all traffic against all sets.</summary>
    public IReadOnlyList<ScaleOutcome> Run(IReadOnlyList<TrafficTrace> traffic)
    {
        var simulator = new ScaleSimulator(
            Replica with { RequestsPerSecond = Requests.Capacity }, Objective, served => Requests.GetFactor(Caches.GetSeen(served)));
        return [.. traffic.SelectMany(item => RuleSets.Select(rules => (Traffic: item, rules.Key, rules.Value))).AsParallel().AsOrdered()
            .Select(run => simulator.Run(run.Key, run.Value, run.Traffic))];
    }

    /// <summary>
    /// The set that is outside the service level for the fewest seconds, among those that cost at most <see cref="MaxCostFactor"/> times
    /// the cheapest. Of equal ones, the cheapest.
    /// </summary>
    public static string Recommend(IReadOnlyList<ScaleOutcome> outcomes)
    {
        var sets = outcomes.GroupBy(outcome => outcome.Rules)
            .Select(set => (Name: set.Key, Outside: set.Sum(outcome => outcome.SecondsOutside), Cost: set.Sum(outcome => outcome.Cost)))
            .ToList();
        var limit = sets.Min(set => set.Cost) * MaxCostFactor;
        return sets.Where(set => set.Cost <= limit).OrderBy(set => set.Outside).ThenBy(set => set.Cost).First().Name;
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ScaleStudy))]
internal sealed partial class ScalingJson : JsonSerializerContext;
