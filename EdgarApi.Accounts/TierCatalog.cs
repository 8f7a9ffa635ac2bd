using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts;

/// <summary>The tiers: <c>tiers.json</c>, in which the configuration section <c>EdgarApi:Tiers:{name}</c> overrides single figures.</summary>
public sealed class TierCatalog
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Tiers";

    private const string Unlimited = "unlimited";

    private readonly Dictionary<string, Tier> byName;

    /// <summary>Reads the tiers.</summary>
    /// <param name="overrides">Section with a subsection a tier; null for the tiers as they are in <c>tiers.json</c>.</param>
    /// <exception cref="OptionsValidationException">A figure is not a whole number of at least one; the message names the setting.</exception>
    public TierCatalog(IConfiguration? overrides = null)
    {
        using var stream = typeof(TierCatalog).Assembly.GetManifestResourceStream("tiers.json")!;
        All = [.. JsonSerializer.Deserialize<TierRow[]>(stream, JsonSerializerOptions.Web)!.Select((row, rank) => row.ToTier(rank, overrides?.GetSection(row.Name)))];
        byName = All.ToDictionary(tier => tier.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All tiers, the lowest first.</summary>
    public IReadOnlyList<Tier> All { get; }

    /// <summary>Callers without a key, told apart by address.</summary>
    public Tier Public => byName["public"];

    /// <summary>The key of a run on a developer's machine.</summary>
    public Tier Development => byName["development"];

    /// <summary>The tiers that a user can have.</summary>
    public IEnumerable<Tier> OfUsers => All.Where(tier => tier != Public && tier != Development);

    /// <summary>A tier by name; null when there is none.</summary>
    public Tier? Find(string name) => byName.GetValueOrDefault(name);

    private sealed record TierRow(
        string Name, int? RequestsPerMinute, int? RequestsPerDay, int? Burst, int? Concurrent, int? Periods, int? FactsPerPage, string[]? Exports)
    {
        public Tier ToTier(int rank, IConfigurationSection? overrides)
        {
            return new Tier(
                Name, rank, Figure(nameof(RequestsPerMinute), RequestsPerMinute), Figure(nameof(RequestsPerDay), RequestsPerDay), Figure(nameof(Burst), Burst),
                Figure(nameof(Concurrent), Concurrent), Figure(nameof(Periods), Periods), Figure(nameof(FactsPerPage), FactsPerPage), Exports ?? []);

            int? Figure(string name, int? given) => overrides?[name] is not { Length: > 0 } text ? given
                : text == Unlimited ? null
                : int.TryParse(text, out var value) && value > 0 ? value
                : throw new OptionsValidationException(
                    overrides.Path, typeof(Tier), [$"{overrides.Path}:{name} is '{text}', but must be a whole number of at least 1, or {Unlimited}."]);
        }
    }
}
