using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Keys;

/// <summary>The key of a development environment. It is not stored, allows everything and has no limits.</summary>
internal sealed class DevelopmentKey
{
    /// <summary>Name of the setting that contains the key.</summary>
    public const string Setting = "EdgarApi:DevelopmentKey";

    private readonly SecretHash? _secret;

    public DevelopmentKey(string? text, Tier tier)
    {
        _secret = string.IsNullOrEmpty(text) ? null : new SecretHash(KeyText.ComputeHash(text));
        Caller = new Caller("development", tier, KeyScope.Read | KeyScope.Admin | KeyScope.Operate);
    }

    public Caller Caller { get; }

    /// <exception cref="OptionsValidationException">The key is set outside the Development environment or cannot be used.</exception>
    public static DevelopmentKey Create(IConfiguration configuration, IHostEnvironment environment, TierCatalog tiers)
    {
        var text = configuration[Setting];
        if (!string.IsNullOrEmpty(text) && !environment.IsDevelopment())
            throw CreateError(
                $"{Setting} is set, but the environment is {environment.EnvironmentName}: anyone who knows the key would have full access. "
                + "Remove the setting and create keys with 'edgar keys create', or set ASPNETCORE_ENVIRONMENT to Development.");
        if (text?.Length > KeyText.MaxLength)
            throw CreateError($"{Setting} has {text.Length} characters; the maximum is {KeyText.MaxLength}.");
        if (KeyText.TryRead(text, out _)) throw CreateError($"{Setting} has the format of a stored key. Choose a different text.");
        return new DevelopmentKey(text, tiers.Development);
    }

    private static OptionsValidationException CreateError(string message) => new(Setting, typeof(string), [message]);

    public bool Matches(ReadOnlySpan<char> text) => _secret is not null && text.Length <= KeyText.MaxLength && _secret.Matches(text);
}
