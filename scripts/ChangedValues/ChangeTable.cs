using System.Globalization;
using System.Text;

namespace ChangedValues;

/// <summary>Counts differences between two dumps by class, by kind of change, and by metric.</summary>
internal static class ChangeTable
{
    private readonly record struct Key(string Company, string Statement, string Frequency, string End, string Metric);

    private const string OtherDigits = "other digits", SmallChange = "by less than 1 %";

    private sealed record Difference(Key Key, string Change, string Class);

    public static string Create(string before, string after)
    {
        var (old, oldIndustries) = Read(before);
        var (current, industries) = Read(after);
        var (oldPeriods, periods) = (GetPeriods(old), GetPeriods(current));
        var classes = new ChangeClasses();
        var changes = new List<Difference>();
        foreach (var key in old.Keys.Union(current.Keys))
        {
            var (was, now, period) = (old.GetValueOrDefault(key), current.GetValueOrDefault(key), key with { Metric = "" });
            if (Classify(was, now, oldPeriods.Contains(period), periods.Contains(period)) is not { } change) continue;
            changes.Add(new Difference(key, change, ChangeClasses.None));
        }
        var finer = changes.Where(change => change.Change == OtherDigits).Select(change => GetYear(change.Key)).ToHashSet();
        for (var i = 0; i < changes.Count; i++)
        {
            var (key, change, _) = changes[i];
            // A quarter is the year less nine months: amounts with more digits move it by more than its own last digit.
            if (change == SmallChange && finer.Contains(GetYear(key))) change = "computed from other digits";
            var sic = industries.GetValueOrDefault(key.Company) ?? oldIndustries.GetValueOrDefault(key.Company);
            var name = classes.Find(key.Metric, change, old.GetValueOrDefault(key), current.GetValueOrDefault(key), sic);
            changes[i] = new Difference(key, change, name);
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{CountValues(old):N0} values before, {CountValues(current):N0} after, ");
        text.Append(CultureInfo.InvariantCulture, $"{changes.Count:N0} differences.\n\n");
        text.Append("| class | | values | companies | changes | mostly |\n| --- | --- | ---: | ---: | --- | --- |\n");
        foreach (var group in changes.GroupBy(change => change.Class).OrderBy(group => group.Key.Length)
            .ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {classes.GetMeaning(group.Key)} | {group.Count():N0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{CountCompanies(group)} | {List(group.GroupBy(change => change.Change), 8)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{List(group.GroupBy(change => $"`{change.Key.Metric}`"), 4)} |\n");
        }

        text.Append("\n| change | values | companies |\n| --- | ---: | ---: |\n");
        foreach (var group in changes.GroupBy(change => change.Change).OrderByDescending(group => group.Count()))
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count():N0} | {CountCompanies(group)} |\n");

        text.Append("\n| class | metric | change | values | companies | example |\n| --- | --- | --- | ---: | ---: | --- |\n");
        foreach (var group in changes.GroupBy(change => (change.Class, change.Key.Metric, change.Change))
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key.Metric, StringComparer.Ordinal))
        {
            var example = group.OrderBy(change => change.Key.Frequency, StringComparer.Ordinal)
                .ThenByDescending(change => change.Key.End, StringComparer.Ordinal).First().Key;
            var (from, to) = (Describe(old.GetValueOrDefault(example)), Describe(current.GetValueOrDefault(example)));
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key.Class} | {group.Key.Metric} | {group.Key.Change} | ");
            text.Append(CultureInfo.InvariantCulture, $"{group.Count():N0} | {CountCompanies(group)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{example.Company} {example.Frequency} {example.End}: {from} → {to} |\n");
        }
        return text.ToString();
    }

    /// <summary>The largest groups with their counts.</summary>
    private static string List(IEnumerable<IGrouping<string, Difference>> groups, int most) => string.Join(", ", groups
        .OrderByDescending(group => group.Count()).Take(most)
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Key} {group.Count():N0}")));

    /// <summary>A metric of a company in a calendar year.</summary>
    private static (string Company, string Metric, string Year) GetYear(Key key) => (key.Company, key.Metric, key.End[..4]);

    private static string? Classify(decimal? before, decimal? after, bool hadPeriod, bool hasPeriod) => (before, after) switch
    {
        (null, null) => null,
        (null, _) => hadPeriod ? "found" : "found in a new period",
        (_, null) => hasPeriod ? "no longer shown" : "gone with its period",
        ({ } old, { } now) when old == now => null,
        ({ } old, { } now) when old == -now => "sign turned",
        ({ } old, { } now) when IsRounding(old, now) => OtherDigits,
        ({ } old, { } now) when Math.Abs(old - now) < Math.Abs(old) / 100 => SmallChange,
        _ => "by 1 % or more",
    };

    /// <summary>
    /// Whether the amounts differ by two units of the coarser one's last digit at most: one is rounded, or is the sum of rounded ones.
    /// </summary>
    private static bool IsRounding(decimal one, decimal other)
    {
        var difference = Math.Abs(one - other);
        return difference <= 2 * Math.Max(GetUnit(one), GetUnit(other)) && difference <= Math.Abs(one) / 20;
    }

    /// <summary>The unit of the last digit, a million at most: filers round to no coarser one.</summary>
    private static decimal GetUnit(decimal value)
    {
        var unit = 1m;
        while (unit < 1_000_000 && value != 0 && value % (unit * 10) == 0) unit *= 10;
        return unit == 1 ? 1 / (decimal)Math.Pow(10, value.Scale) : unit;
    }

    private static (Dictionary<Key, decimal?> Values, Dictionary<string, int?> Industries) Read(string path)
    {
        var (values, industries) = (new Dictionary<Key, decimal?>(), new Dictionary<string, int?>());
        foreach (var cells in File.ReadLines(path).Select(line => line.Split('\t')))
        {
            var company = cells[0].Replace("CIK", "", StringComparison.Ordinal).Replace(".json", "", StringComparison.Ordinal);
            values[new Key(company, cells[1], cells[2], cells[3], cells[4])] =
                cells[5].Length == 0 ? null : decimal.Parse(cells[5], CultureInfo.InvariantCulture);
            industries[company] = cells[6].Length == 0 ? null : int.Parse(cells[6], CultureInfo.InvariantCulture);
        }
        return (values, industries);
    }

    private static HashSet<Key> GetPeriods(Dictionary<Key, decimal?> values) => [.. values.Keys.Select(key => key with { Metric = "" })];

    private static int CountValues(Dictionary<Key, decimal?> values) => values.Values.Count(value => value is not null);

    private static int CountCompanies(IEnumerable<Difference> changes) => changes.Select(change => change.Key.Company).Distinct().Count();

    private static string Describe(decimal? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "none";
}
