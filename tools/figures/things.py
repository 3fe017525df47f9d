"""Drawings of what is around the body, in pixels about their own middle or foot, at a stature of 200 px."""

__all__ = ["THINGS"]

THINGS = {
    "barbell": '<circle class="p" r="25"/><circle class="e" r="5"/>',
    "small_barbell": '<circle class="p" r="15"/><circle class="e" r="4.5"/>',
    "bar_on_back": '<circle class="p" r="21"/><circle class="e" r="4.5"/>',
    "dumbbell": '<rect class="e" x="-9" y="-6" width="18" height="12" rx="4"/>',
    "kettlebell": '<path class="eo" d="M-6 12Q-9-1 0-1Q9-1 6 12"/><circle class="e" cy="18" r="11"/>',
    "trap_bar": '<circle class="p" r="25"/><path class="eo" d="M-14 0h28"/>',
    "box": '<rect class="w" x="-19" y="-15" width="38" height="32" rx="2"/><path class="wd" d="M-19-15h38v6h-38z"/>',
    "bag": '<path class="eo" d="M-7 9Q-6 0 0 0Q6 0 7 9"/><path class="w" d="M-15 9h30l-3 34h-24z"/>',
    "child": (
        '<circle class="k" cx="3" cy="-21" r="10.5"/>'
        '<path class="h" d="M-7-20Q-8-32 4-32Q12-31 13-24Q5-25 1-22Q-1-12-6-16z"/>'
        '<path class="u" style="stroke-width:8" d="M1 17l3 14M-4 17l-2 14"/>'
        '<path class="w" d="M-8-8Q1-13 9-8L10 19H-10z"/>'
    ),
    "bench": '<rect class="e" x="-42" y="0" width="84" height="9" rx="4"/><path class="eo" d="M-32 9v33M32 9v33"/>',
    "table": '<rect class="e" x="-46" y="0" width="92" height="9" rx="3"/><path class="eo" d="M-38 9v53M38 9v53"/>',
    "seat": '<rect class="e" x="-28" y="0" width="56" height="9" rx="4"/><path class="eo" d="M-21 9v40M21 9v40"/>',
    "step": '<rect class="w" x="-30" y="0" width="60" height="20" rx="2"/>',
    "riser": '<rect class="w" x="-24" y="0" width="48" height="17" rx="2"/>',
    "roller": '<circle class="p" r="13"/><circle class="e" r="4"/>',
    "wall": '<path class="e" fill-opacity=".35" d="M-8-215h8v215h-8z"/><path class="g" d="M0-215v215"/>',
    "wall_ahead": '<path class="e" fill-opacity=".35" d="M0-215h8v215h-8z"/><path class="g" d="M0-215v215"/>',
    "shelf": '<path class="eo" d="M26-126v126M-22-62h48M-22-122h48"/>',
    "parcel": '<rect class="w" x="-10" y="-16" width="20" height="16" rx="2"/>',
    "post": '<path class="eo" d="M0 0v-190M-12 0h24"/>',
    "dowel": '<path class="wd" d="M-2.5 0h5v-97h-5z"/>',
    "handle": '<circle class="e" r="4.5"/>',
    "rack": '<path class="eo" d="M24 0v-130M-10-27h34M12 0h24"/>',
    "roman_chair": (
        '<path class="eo" d="M-76 0H48M-74 0v-10h18M10 0V-60L-66-4"/>'
        '<rect class="e" x="4" y="-80" width="26" height="15" rx="6" transform="rotate(45 14-76)"/>'
    ),
    "chair": '<path class="eo" d="M2 0v-50h42v50M2-50h42M44-50v-46"/>',
    "wiggle": '<path class="u" d="M-6-6q3-4 6 0t6 0M-6-14q3-4 6 0t6 0"/>',
    "books": (
        '<rect class="w" x="-16" y="-18" width="32" height="18" rx="2"/>'
        '<rect class="wd" x="-15" y="-34" width="30" height="15" rx="2"/>'
        '<rect class="e" x="-14" y="-49" width="28" height="14" rx="2"/>'
    ),
    "cup": '<path class="o" d="M-7 0L-6-15h12L7 0z"/>',
    "phone": (
        '<path class="eo" d="M0-62V-22M0-26L-17 4M0-26L17 4M0-26V2"/>'
        '<rect class="e" x="-10" y="-102" width="20" height="40" rx="3"/>'
        '<circle class="m" style="stroke-width:1" cx="4" cy="-95" r="2.4"/>'
    ),
    "filming_plan": (
        '<path class="c" d="M46 16V64"/><path class="g" style="fill:none" d="M46 30h10V18"/>'
        '<ellipse class="t" cx="46" cy="10" rx="7" ry="14"/><circle class="h" cx="47" cy="10" r="6"/>'
        '<path class="o" d="M62 7l8 3-8 3z"/><rect class="e" x="37" y="66" width="18" height="6" rx="2"/>'
        '<text class="x" x="20" y="47">3\u20134 m</text><text class="x" x="46" y="90">from above</text>'
    ),
    "touch": '<circle class="ka" r="6"/>',
    "breath": '<circle class="c" r="22"/>',
}
"""Each drawing by name. Classes are those of `colours`."""
