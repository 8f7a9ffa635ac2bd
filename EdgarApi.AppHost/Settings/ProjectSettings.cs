namespace EdgarApi.AppHost.Settings;

/// <summary>Hands settings of the AppHost on to a project.</summary>
internal static class ProjectSettings
{
    /// <summary>Passes those of the settings that have a value, as environment variables.</summary>
    public static IResourceBuilder<ProjectResource> PassSettings(this IResourceBuilder<ProjectResource> project, params string[] names)
    {
        foreach (var name in names)
        {
            if (project.ApplicationBuilder.Configuration[name] is { Length: > 0 } value)
                project.WithEnvironment(name.Replace(":", "__", StringComparison.Ordinal), value);
        }
        return project;
    }
}
