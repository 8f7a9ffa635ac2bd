using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts;

/// <summary>The tiers of <c>tiers.json</c>. The configuration section <c>EdgarApi:Tiers:{name}</c> overrides individual limits.</summary>
public sealed class TierCatalog
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Tiers";

    private const string Unlimited = "unlimited";

    private readonly Dictionary<string, Tier> _byName;

    /// <summary>Reads the tiers.</summary>
    /// <param name="overrides">A section with one subsection per tier; null for the values of <c>tiers.json</c>.</param>
    /// <exception cref="OptionsValidationException">A limit is not an integer of at least 1; the message names the setting.</exception>
    public TierCatalog(IConfiguration? overrides = null)
    {
        using var stream = typeof(TierCatalog).Assembly.GetManifestResourceStream("tiers.json")!;
        All = [.. JsonSerializer.Deserialize<TierRow[]>(stream, JsonSerializerOptions.Web)!
            .Select((row, rank) => row.ToTier(rank, overrides?.GetSection(row.Name)))];
        _byName = All.ToDictionary(tier => tier.Name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>All tiers, lowest first.</summary>
    public IReadOnlyList<Tier> All { get; }

    /// <summary>The tier of callers without a key, who are identified by address.</summary>
    public Tier Public => _byName["public"];

    /// <summary>The tier of the development key.</summary>
    public Tier Development => _byName["development"];

    /// <summary>The tiers that users can have.</summary>
    public IEnumerable<Tier> UserTiers => All.Where(tier => tier != Public && tier != Development);

    /// <summary>Finds a tier by name; null if it does not exist.</summary>
    public Tier? Find(string name) => _byName.GetValueOrDefault(name);

    private sealed record TierRow(
        string Name, int? RequestsPerMinute, int? RequestsPerDay, int? Burst, int? Concurrent, int? Periods, int? FactsPerPage,
        string[]? Exports)
    {
        public Tier ToTier(int rank, IConfigurationSection? overrides)
        {
            return new Tier(
                Name, rank, GetLimit(nameof(RequestsPerMinute), RequestsPerMinute), GetLimit(nameof(RequestsPerDay), RequestsPerDay),
                GetLimit(nameof(Burst), Burst), GetLimit(nameof(Concurrent), Concurrent), GetLimit(nameof(Periods), Periods),
                GetLimit(nameof(FactsPerPage), FactsPerPage), Exports ?? []);

            int? GetLimit(string name, int? @default) => overrides?[name] is not { Length: > 0 } text ? @default
                : text == Unlimited ? null
                : int.TryParse(text, out var value) && value > 0 ? value
                : throw new OptionsValidationException(
                    overrides.Path, typeof(Tier),
                    [$"{overrides.Path}:{name} is '{text}', but must be an integer of at least 1 or '{Unlimited}'."]);
        }
    }
}
