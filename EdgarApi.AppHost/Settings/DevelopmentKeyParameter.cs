using Microsoft.Extensions.Configuration;

namespace EdgarApi.AppHost.Settings;

/// <summary>
/// The API key of local runs: <c>EdgarApi:DevelopmentKey</c>, otherwise a generated parameter that Aspire keeps in the checkout's user
/// secrets. It can change while the system runs; processes read it when they start.
/// </summary>
internal sealed class DevelopmentKeyParameter : IValueProvider, IManifestExpressionProvider
{
    private const string ParameterName = "development-key";
    private const string Setting = "EdgarApi:DevelopmentKey";

    private readonly IResourceBuilder<ParameterResource> _parameter;
    private readonly IUserSecretsManager _secrets;
    private string? _rotated;

    private DevelopmentKeyParameter(IResourceBuilder<ParameterResource> parameter, IUserSecretsManager secrets, bool isConfigured) =>
        (_parameter, _secrets, IsConfigured) = (parameter, secrets, isConfigured);

    /// <summary>Whether a setting gives the key, so that a rotation would be undone by the next start.</summary>
    public bool IsConfigured { get; }

    string IManifestExpressionProvider.ValueExpression => _parameter.Resource.ValueExpression;

    public static DevelopmentKeyParameter Add(IDistributedApplicationBuilder builder, LocalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var configured = builder.Configuration[Setting];
        var isConfigured = configured is { Length: > 0 };
        if (isConfigured) builder.Configuration[$"Parameters:{ParameterName}"] = configured;
        return new(builder.AddSecret(ParameterName), builder.UserSecretsManager, isConfigured);
    }

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        _rotated ?? await _parameter.Resource.GetValueAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Makes a new key and keeps it. Processes use it from their next start on.</summary>
    public string Rotate()
    {
        var key = Secrets.Generator.GetDefaultValue();
        if (!_secrets.TrySetSecret($"Parameters:{ParameterName}", key))
            throw new InvalidOperationException($"The new key cannot be kept in {_secrets.FilePath}.");
        return _rotated = key;
    }
}
