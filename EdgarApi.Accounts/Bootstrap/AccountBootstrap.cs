using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EdgarApi.Accounts.Bootstrap;

/// <summary>
/// Creates an installation's first organization and keys, because <c>/admin</c> itself requires a key. Runs with every
/// deployment: keys that exist stay as they are, and a new text in the settings becomes a further key.
/// </summary>
public sealed partial class AccountBootstrap(
    AccountStore accounts, IOptions<BootstrapOptions> options, ILogger<AccountBootstrap> logger)
{
    private const string Tier = "enterprise";

    private static readonly Actor Actor = new("bootstrap");

    /// <summary>Creates the keys of the settings that do not exist yet.</summary>
    /// <exception cref="OptionsValidationException">A setting is not a key.</exception>
    /// <exception cref="AccountConflictException">
    /// A key has the id of another one, or the organization exists and does not operate the installation.
    /// </exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(options.Value.AdminKey, "admin", KeyScope.Read | KeyScope.Admin, cancellationToken).ConfigureAwait(false);
        await EnsureAsync(options.Value.WarmerKey, "warmer", KeyScope.Read, cancellationToken).ConfigureAwait(false);
    }

    private async Task EnsureAsync(string? text, string name, KeyScope scopes, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(text)) return;
        var first = new FirstKey(text, options.Value.Organization.Trim(), name, Tier, scopes);
        var (key, isNew) = await accounts.EnsureKeyAsync(Actor, first, cancellationToken).ConfigureAwait(false);
        if (isNew) LogCreated(key.Prefix, name);
        else if (key.IsActive) LogExists(key.Prefix, name);
        else LogRevoked(key.Prefix, name);
    }

    [LoggerMessage(LogLevel.Information, "Created the key {Prefix} of {Name}")]
    private partial void LogCreated(string prefix, string name);

    [LoggerMessage(LogLevel.Information, "The key {Prefix} of {Name} exists")]
    private partial void LogExists(string prefix, string name);

    [LoggerMessage(LogLevel.Warning, "The key {Prefix} of {Name} is revoked and stays so; generate another")]
    private partial void LogRevoked(string prefix, string name);
}

/// <summary>A key whose text was generated elsewhere.</summary>
/// <param name="Text">The key.</param>
/// <param name="Organization">Name of its organization, which operates the installation.</param>
/// <param name="Name">Name of the key and of its user.</param>
/// <param name="Tier">Name of the user's tier.</param>
/// <param name="Scopes">What the key allows.</param>
public sealed record FirstKey(string Text, string Organization, string Name, string Tier, KeyScope Scopes)
{
    /// <summary>Returns the name only, to keep the secret out of logs.</summary>
    public override string ToString() => Name;
}
